package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableMap;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Source;

/** A source as this machine sees it at one moment: the rules and what was found. */
public final class Situation {

  private final PeerId self;
  private final Identities identities;
  private final Source source;
  private final RepoSnapshot snapshot;
  // Every plan asks for all of them, some several times.
  private final ImmutableMap<BranchName, BranchRole> roles;

  /**
   * What was found, seen by the rules.
   *
   * @param self this machine
   * @param identities all configured identities
   * @param source the definition of the source
   * @param snapshot its repository here
   */
  public Situation(PeerId self, Identities identities, Source source, RepoSnapshot snapshot) {
    this.self = self;
    this.identities = identities;
    this.source = source;
    this.snapshot = snapshot;
    ImmutableMap.Builder<BranchName, BranchRole> all = ImmutableMap.builder();
    snapshot.branches().keySet().forEach(branch -> all.put(branch, identities.classify(branch)));
    this.roles = all.buildOrThrow();
  }

  /** This machine. */
  public PeerId self() {
    return self;
  }

  /** The definition of the source. */
  public Source source() {
    return source;
  }

  /** Its repository here. */
  public RepoSnapshot snapshot() {
    return snapshot;
  }

  /** Whether the branch is local or a copy. */
  public BranchRole roleOf(BranchName branch) {
    BranchRole known = roles.get(branch);
    return known != null ? known : identities.classify(branch);
  }

  /** Whether this machine wants to delete the branch as it stands. */
  public boolean isUnwanted(BranchName branch, CommitHash tip) {
    return source.unwanted().covers(branch, tip);
  }

  /** Calls the consumer for each copy of the situation. */
  public void forEachCopy(CopyConsumer consumer) {
    snapshot
        .branches()
        .forEach(
            (name, tip) ->
                roleOf(name)
                    .<Runnable>fold(
                        local -> () -> {}, copy -> () -> consumer.accept(copy.name(), tip))
                    .run());
  }

  /** Is given a copy and where it points. */
  public interface CopyConsumer {
    /** One copy. */
    void accept(CopyName copy, CommitHash tip);
  }
}
