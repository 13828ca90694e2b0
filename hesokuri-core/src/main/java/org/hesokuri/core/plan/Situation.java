package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import java.lang.ref.WeakReference;
import java.util.Optional;
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
  // Every peer asks for the same, as a rule. Weak, so that no moment holds on to all before it.
  private volatile Optional<Moved> moved = Optional.empty();

  private record Moved(WeakReference<Situation> since, ImmutableSet<BranchName> branches) {}

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
    this.named =
        Iterables.elementsEqual(known.keySet(), snapshot.branches().keySet())
            ? known
            : nameAll(snapshot, known);
  }

  private ImmutableMap<BranchName, Named> nameAll(
      RepoSnapshot found, ImmutableMap<BranchName, Named> known) {
    ImmutableMap.Builder<BranchName, Named> all = ImmutableMap.builder();
    for (BranchName branch : found.branches().keySet()) {
      Named before = known.get(branch);
      all.put(branch, before != null ? before : name(branch));
    }
    return all.buildOrThrow();
  }

  /**
   * The same source at a later moment, and perhaps under other rules. What the names of branches
   * mean is not worked out again: among 10,000 that would be most of the work when one has moved.
   */
  public Situation next(PeerId self, Identities identities, Source source, RepoSnapshot snapshot) {
    if (!self.equals(this.self) || !identities.equals(this.identities)) {
      return new Situation(self, identities, source, snapshot);
    }
    return new Situation(self, identities, source, snapshot, named);
  }

  /**
   * The branches that have come, moved or gone since an earlier moment; empty if their names do not
   * mean the same any more.
   */
  public Optional<ImmutableSet<BranchName>> movedSince(Situation before) {
    if (!self.equals(before.self) || !identities.equals(before.identities)) {
      return Optional.empty();
    }
    if (before == this) {
      return Optional.of(ImmutableSet.of());
    }
    Optional<Moved> known = moved.filter(last -> last.since.refersTo(before));
    if (known.isEmpty()) {
      known =
          Optional.of(
              new Moved(
                  new WeakReference<>(before),
                  Movement.between(before.snapshot.branches(), snapshot.branches())));
      moved = known;
    }
    return known.map(Moved::branches);
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

  /** The branches on a peer that this machine would set if nothing stood against it. */
  public ImmutableSet<BranchName> namesElsewhere() {
    return named.values().stream().map(Named::elsewhere).collect(ImmutableSet.toImmutableSet());
  }

  /** The branches here that are given to a peer with an eye on this branch there. */
  ImmutableSet<BranchName> givenFor(BranchName there) {
    ImmutableSet.Builder<BranchName> given = ImmutableSet.builder();
    addIfHere(there.text(), given);
    String suffix = CopyName.SEPARATOR + self.name();
    if (there.text().endsWith(suffix)) {
      addIfHere(there.text().substring(0, there.text().length() - suffix.length()), given);
    }
    for (PeerId peer : identities.peers()) {
      addIfHere(there.text() + CopyName.SEPARATOR + peer.name(), given);
    }
    return given.build();
  }

  private void addIfHere(String name, ImmutableSet.Builder<BranchName> found) {
    BranchName.ifValid(name).filter(named::containsKey).ifPresent(found::add);
  }

  /** Whether this machine wants to delete the branch as it stands. */
  public boolean isUnwanted(BranchName branch, CommitHash tip) {
    return source.unwanted().covers(branch, tip);
  }

  /** The peers of which a copy has come or moved since an earlier moment. */
  public ImmutableSet<PeerId> heardOfSince(Situation before) {
    ImmutableSet.Builder<PeerId> heard = ImmutableSet.builder();
    for (BranchName branch : movedSince(before).orElseGet(() -> named.keySet())) {
      BranchRole role = roleOf(branch);
      CommitHash tip = snapshot.branches().get(branch);
      boolean news =
          tip != null
              && !(tip.equals(before.snapshot.branches().get(branch))
                  && role.equals(before.roleOf(branch)));
      if (news) {
        role.<Runnable>fold(local -> () -> {}, copy -> () -> heard.add(copy.name().from())).run();
      }
    }
    return heard.build();
  }
}
