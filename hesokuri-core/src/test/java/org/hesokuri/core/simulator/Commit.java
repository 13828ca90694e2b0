package org.hesokuri.core.simulator;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.BitSet;
import java.util.concurrent.ConcurrentHashMap;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.model.CommitHash;

/** A commit of a simulated world; the number in its hash is the order of its making. */
public final class Commit {

  private static final int SHOWN_DIGITS = 9;
  private static final String REST = "0".repeat(30);
  // Shared by all worlds, because making a hash costs more than a step of a simulation.
  private static final ConcurrentHashMap<Integer, CommitHash> HASHES = new ConcurrentHashMap<>();

  private final int number;
  private final CommitHash hash;
  private final ImmutableList<Commit> parents;
  private final ImmutableSortedMap<String, String> tree;
  private final BitSet history;

  Commit(int number, ImmutableList<Commit> parents, ImmutableSortedMap<String, String> tree) {
    this.number = number;
    this.hash = HASHES.computeIfAbsent(number, Commit::hashOf);
    this.parents = parents;
    this.tree = tree;
    this.history = new BitSet(number + 1);
    parents.forEach(parent -> history.or(parent.history));
    history.set(number);
  }

  private static CommitHash hashOf(int number) {
    String digits = Integer.toString(number);
    return new CommitHash("c" + "0".repeat(SHOWN_DIGITS - digits.length()) + digits + REST);
  }

  int number() {
    return number;
  }

  /** Its hash. */
  public CommitHash hash() {
    return hash;
  }

  /** The commits it was made from, first parent first. */
  public ImmutableList<Commit> parents() {
    return parents;
  }

  /** Its files: path and content. */
  public ImmutableSortedMap<String, String> tree() {
    return tree;
  }

  /** The numbers of this commit and of all that it contains; not to be changed. */
  BitSet history() {
    return history;
  }

  /** Whether the other commit is this one or an ancestor of it. */
  public boolean contains(Commit other) {
    return history.get(other.number);
  }

  /** As git would tell it, had somebody called it by its number and each taken a second. */
  CommitSummary summary() {
    return new CommitSummary(
        hash,
        parents.stream().map(Commit::hash).collect(toImmutableList()),
        toString(),
        "somebody",
        Instant.ofEpochSecond(number));
  }

  Relation relationTo(Commit right) {
    if (this == right) {
      return Relation.SAME;
    }
    if (contains(right)) {
      return Relation.AHEAD;
    }
    return right.contains(this) ? Relation.BEHIND : Relation.DIVERGED;
  }

  @Override
  public String toString() {
    return "c" + number;
  }
}
