package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.util.FS;
import org.hesokuri.core.engine.EngineTimes;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.RealSshd;
import org.hesokuri.git.testing.SshUser;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine, embedded, on two machines: real repositories, real ssh, one process. */
@Tag("slow")
final class TwoMachinesTest {

  private static final EngineTimes IMPATIENT =
      new EngineTimes(
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofHours(1));

  @TempDir Path temp;
  private Machine alpha;
  private Machine beta;

  /** A machine: an sshd, a user, a repository, an engine. */
  private static final class Machine implements AutoCloseable {
    final PeerId id;
    final RealSshd sshd;
    final SshUser user;
    final Path folder;
    final TestGit git;
    final Hesokuri engine;

    Machine(String name, Path temp) throws Exception {
      id = new PeerId(name);
      sshd = RealSshd.start(temp.resolve(name + "-sshd"));
      user = SshUser.in(temp.resolve(name));
      folder = temp.resolve(name).resolve("code/project");
      git = TestGit.in(user.home(), temp.resolve(name).resolve("start")).at(folder);
      engine =
          Hesokuri.builder()
              .backend(new JGitBackend(TestGit.environment(user.home())))
              .times(IMPATIENT)
              .build();
    }

    void begin(Source source) {
      engine.reconfigure(new Configuration(id, ImmutableList.of(source)), ImmutableList.of());
    }

    String tip(String ref) {
      return Files.isDirectory(folder.resolve(".git")) ? git.hashOrNothing(ref) : "";
    }

    String story() {
      StringBuilder story = new StringBuilder();
      for (RecordedEvent event : engine.recentEvents()) {
        story.append(event.at()).append(' ').append(id).append(' ');
        story.append(event.event().sentence()).append('\n');
      }
      return story.toString();
    }

    @Override
    public void close() {
      engine.close();
      sshd.close();
    }
  }

  @BeforeEach
  void begin() throws Exception {
    JGitEnvironment.install(System.getenv());
    FS.FileStoreAttributes.setBackground(false);
    alpha = new Machine("alpha", temp);
    beta = new Machine("beta", temp);
    alpha.user.canReach("beta", beta.sshd);
    beta.user.canReach("alpha", alpha.sshd);
    Source source =
        new Source(
            ImmutableSortedMap.of(
                alpha.id,
                new RepoPath(alpha.folder.toString()),
                beta.id,
                new RepoPath(beta.folder.toString())),
            new LiveEditRule.Only(ImmutableSortedSet.of("main")),
            UnwantedRule.NONE,
            Duration.ofDays(90));
    TestGit.init(alpha.user.home(), alpha.folder);
    TestGit.init(beta.user.home(), beta.folder);
    alpha.git.commit("a.txt", "one\n");
    alpha.begin(source);
    beta.begin(source);
  }

  @AfterEach
  void end() {
    alpha.close();
    beta.close();
  }

  private void await(String what, Await.Question condition) {
    Await.until(() -> what + "\n" + alpha.story() + beta.story(), condition);
  }

  private void awaitSame(String branch) {
    String tip = alpha.tip(branch);
    await(branch + " is " + tip + " on both", () -> tip.equals(beta.tip(branch)));
  }

  @Test
  void keepsALiveEditBranchInStepInBothDirections() throws Exception {
    awaitSame("main");
    await(
        "the file is there",
        () -> Files.exists(beta.folder.resolve("a.txt")) && beta.git.run("status", "-s").isEmpty());
    String fromBeta = beta.git.commit("b.txt", "two\n");
    await("alpha has it", () -> alpha.tip("main").equals(fromBeta));
    await("alpha has the file", () -> Files.exists(alpha.folder.resolve("b.txt")));
    for (int i = 0; i < 5; i++) {
      alpha.git.commit("a.txt", "round " + i + "\n");
      awaitSame("main");
    }
    await("no copy is left", () -> alpha.tip("main_hesokr_beta").isEmpty());
    await("no copy is left", () -> beta.tip("main_hesokr_alpha").isEmpty());
    assertThat(beta.git.run("status", "--porcelain")).isEmpty();
    assertThat(beta.git.run("fsck")).isEmpty();
  }

  @Test
  void keepsAnAmendedTipOnThePeer() {
    alpha.git.run("checkout", "-q", "-b", "side");
    String first = alpha.git.commit("s.txt", "1");
    await("it is there", () -> beta.tip("side_hesokr_alpha").equals(first));
    alpha.git.run("commit", "-q", "--amend", "-m", "other words");
    String amended = alpha.git.hash("side");
    await("the amended one is there", () -> beta.tip("side_hesokr_alpha").equals(amended));
    assertThat(beta.tip("refs/hesokuri/kept/side_hesokr_alpha/" + first)).isEqualTo(first);
  }

  @Test
  void keepsHereWhatItsUserResetsOrDeletes() {
    awaitSame("main");
    String base = alpha.git.hash("main");
    alpha.git.run("checkout", "-q", "-b", "side");
    String reset = alpha.git.commit("s.txt", "1");
    await("it is there", () -> beta.tip("side_hesokr_alpha").equals(reset));
    alpha.git.run("reset", "-q", "--hard", base);
    await("it is kept", () -> alpha.tip("refs/hesokuri/kept/side/" + reset).equals(reset));
    String deleted = alpha.git.commit("t.txt", "1");
    await("it is there", () -> beta.tip("side_hesokr_alpha").equals(deleted));
    alpha.git.run("checkout", "-q", "main");
    alpha.git.run("branch", "-q", "-D", "side");
    await("it is kept", () -> alpha.tip("refs/hesokuri/kept/side/" + deleted).equals(deleted));
    alpha.git.run("reflog", "expire", "--expire=now", "--all");
    alpha.git.run("gc", "-q", "--prune=now");
    assertThat(alpha.git.run("cat-file", "-t", reset).strip()).isEqualTo("commit");
  }

  @Test
  void fallsSilentWhenEverythingIsInStep() throws Exception {
    awaitSame("main");
    await("alpha knows", () -> isSafe(alpha));
    await("beta knows", () -> isSafe(beta));
    long before = pushes(alpha) + pushes(beta);
    // Each asks the other again, twice, but nothing is pushed.
    for (Machine asked : List.of(alpha, beta)) {
      long commands = asked.sshd.commands();
      await("it is asked", () -> asked.sshd.commands() >= commands + 2);
    }
    assertThat(pushes(alpha) + pushes(beta)).isEqualTo(before);
  }

  private static boolean isSafe(Machine machine) {
    return machine.engine.status().sources().stream()
        .flatMap(source -> source.branches().stream())
        .allMatch(branch -> branch.peers().values().stream().allMatch(h -> h.isSafe()));
  }

  private static long pushes(Machine machine) {
    return machine.engine.recentEvents().stream()
        .filter(event -> event.event() instanceof SyncEvent.Pushed)
        .count();
  }
}
