package org.hesokuri.web.testing;

import static org.hesokuri.web.testing.StagedEngine.DESK;
import static org.hesokuri.web.testing.StagedEngine.ME;
import static org.hesokuri.web.testing.StagedEngine.NAS;
import static org.hesokuri.web.testing.StagedEngine.NOW;
import static org.hesokuri.web.testing.StagedEngine.hash;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.time.Duration;
import java.util.Optional;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Traffic;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/** What an engine may say: nothing at all, or each thing that can be said. */
public final class StatusSamples {

  public static final RepoPath CODE = new RepoPath("/code/söurce \"x\"");

  /** Turns around what follows it where it is printed as it is. */
  public static final String BIDI = "\u202e";

  private StatusSamples() {}

  /** Before the first valid configuration. */
  public static SyncStatus empty() {
    return new SyncStatus(
        NOW, configuration(Optional.empty()), ImmutableList.of(), ImmutableList.of());
  }

  /** A world in which each thing that can be said is said. */
  public static SyncStatus eventful() {
    Source source = source(CODE);
    return new SyncStatus(
        NOW,
        configuration(Optional.of(new Configuration(ME, ImmutableList.of(source)))),
        ImmutableList.of(
            status(CODE, new SourceStatus.Running(NOW), everyKindOfBranch()),
            status(new RepoPath("/code/b"), new SourceStatus.Starting(), ImmutableList.of()),
            status(
                new RepoPath("/code/c"),
                new SourceStatus.Stopped("the disk is not there; mount it", NOW),
                ImmutableList.of())),
        ImmutableList.of(
            new PeerStatus(
                DESK,
                new PeerStatus.Met(NOW, NOW),
                new PeerStatus.Talks(
                    1, 3, Optional.of(Duration.ofMillis(5)), new Traffic(4_321, 1_234))),
            new PeerStatus(
                NAS,
                new PeerStatus.Failing(
                    PeerFailure.Kind.HOST_KEY_CHANGED,
                    "the host key of nas has changed",
                    NOW,
                    Optional.of(NOW),
                    NOW),
                PeerStatus.Talks.NONE),
            new PeerStatus(new PeerId("new"), new PeerStatus.NotTried(), PeerStatus.Talks.NONE)));
  }

  private static SyncStatus.ConfigurationStatus configuration(Optional<Configuration> running) {
    return new SyncStatus.ConfigurationStatus(
        running,
        "/home/ü/.hesocfg",
        NOW,
        running.isPresent() ? ImmutableList.of() : ImmutableList.of("line 1, column 2: no"),
        ImmutableList.of("the key :x is unknown"));
  }

  private static Source source(RepoPath path) {
    return new Source(
        ImmutableSortedMap.of(ME, path, NAS, new RepoPath("~/x"), DESK, path),
        new LiveEditRule.Except(ImmutableSortedSet.of("private")),
        new UnwantedRule(ImmutableSortedMap.of(new BranchName("old"), UnwantedRule.Commits.ANY)),
        Duration.ofDays(90));
  }

  /** A source whose repository is missing on the nas. */
  public static SourceStatus status(
      RepoPath path, SourceStatus.State state, ImmutableList<BranchStatus> branches) {
    return new SourceStatus(
        path,
        source(path),
        state,
        branches,
        ImmutableSortedMap.of(
            NAS, new SourceStatus.PeerProblem("no repository is there", NOW, Optional.of(NOW))),
        ImmutableList.of("a branch cannot be read"),
        2);
  }

  private static ImmutableList<BranchStatus> everyKindOfBranch() {
    Holding exactly = new Holding.Exactly(NOW);
    Holding inside = new Holding.Inside(new BranchName("main"), hash(2), NOW);
    Holding behind = new Holding.Lacking(Optional.of(hash(3)), Optional.of(NOW), "nas is off");
    Holding unknown = new Holding.Lacking(Optional.empty(), Optional.empty(), "nas is off");
    Holding notMeant = new Holding.NotMeant("it is a copy of that peer's own branch");
    ImmutableList.Builder<BranchStatus> branches = ImmutableList.builder();
    branches.add(local("<script>alert(1)</script>", exactly, inside));
    branches.add(local("a\u00fc" + BIDI + "x", behind, unknown));
    for (BranchStatus.Attention.Kind kind : BranchStatus.Attention.Kind.values()) {
      CopyName copy = new CopyName(new BranchName("main" + kind.ordinal()), NAS);
      branches.add(
          new BranchStatus(
              copy.asBranch(),
              new BranchRole.Copy(copy),
              hash(4),
              false,
              true,
              false,
              ImmutableSortedMap.of(NAS, notMeant, DESK, exactly),
              Optional.of(new BranchStatus.Attention(kind, "merge it", NOW))));
    }
    return branches.build();
  }

  private static BranchStatus local(String name, Holding onDesk, Holding onNas) {
    BranchName branch = new BranchName(name);
    return new BranchStatus(
        branch,
        new BranchRole.Local(branch),
        hash(1),
        true,
        false,
        true,
        ImmutableSortedMap.of(DESK, onDesk, NAS, onNas),
        Optional.empty());
  }
}
