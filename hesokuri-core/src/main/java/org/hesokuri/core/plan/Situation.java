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
  // Every plan asks for all of them, for each peer and several times.
  private final ImmutableMap<BranchName, Named> named;

  /**
   * What a branch is, and the name it has on a peer.
   *
   * @param role what it is
   * @param elsewhere the branch there
   */
  private record Named(BranchRole role, BranchName elsewhere) {}

  /**
   * What was found, seen by the rules.
   *
   * @param self this machine
   * @param identities all configured identities
   * @param source the definition of the source
   * @param snapshot its repository here
   */
  public Situation(PeerId self, Identities identities, Source source, RepoSnapshot snapshot) {
    this(self, identities, source, snapshot, ImmutableMap.of());
  }

  private Situation(
      PeerId self,
      Identities identities,
      Source source,
      RepoSnapshot snapshot,
      ImmutableMap<BranchName, Named> known) {
    this.self = self;
    this.identities = identities;
    this.source = source;
    this.snapshot = snapshot;
    ImmutableMap.Builder<BranchName, Named> all = ImmutableMap.builder();
    for (BranchName branch : snapshot.branches().keySet()) {
      Named before = known.get(branch);
      all.put(branch, before != null ? before : name(branch));
    }
    this.named = all.buildOrThrow();
  }

  /**
   * The same source at a later moment, and perhaps under other rules. What the names of branches
   * mean is not worked out again: among 10,000 that would be most of the work when one has moved.
   */
  public Situation next(PeerId self, Identities identities, Source source, RepoSnapshot snapshot) {
    boolean sameNames = self.equals(this.self) && identities.equals(this.identities);
    return new Situation(self, identities, source, snapshot, sameNames ? named : ImmutableMap.of());
  }

  private Named name(BranchName branch) {
    BranchRole role = identities.classify(branch);
    return new Named(
        role, role.fold(local -> new CopyName(branch, self).asBranch(), copy -> branch));
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
    Named known = named.get(branch);
    return known != null ? known.role : identities.classify(branch);
  }

  /** The branch on a peer that holds a branch from here; a copy has the same name everywhere. */
  public BranchName nameElsewhere(BranchName branch) {
    Named known = named.get(branch);
    return (known != null ? known : name(branch)).elsewhere;
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
