package org.hesokuri.core.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * What one peer is given of one source.
 *
 * @param verdicts for each branch here, what is done about it
 */
public record PushPlan(ImmutableSortedMap<BranchName, Verdict> verdicts) {

  /** A source without branches. */
  public static final PushPlan EMPTY = new PushPlan(ImmutableSortedMap.of());

  /** All that is to be pushed, in the order of the branches. */
  public ImmutableList<Push> pushes() {
    return verdicts.values().stream()
        .flatMap(verdict -> verdict.push().stream())
        .collect(ImmutableList.toImmutableList());
  }

  /** What is done about one branch. */
  public sealed interface Verdict {

    /** Calls the function for this verdict, so that a new one cannot be forgotten. */
    <T> T fold(
        Function<? super Send, ? extends T> send,
        Function<? super Held, ? extends T> held,
        Function<? super Inside, ? extends T> inside,
        Function<? super Withheld, ? extends T> withheld,
        Function<? super NotMeant, ? extends T> notMeant);

    /** The push, if this is one. */
    default Optional<Push> push() {
      return fold(
          send -> Optional.of(send.what()),
          held -> Optional.empty(),
          inside -> Optional.empty(),
          withheld -> Optional.empty(),
          notMeant -> Optional.empty());
    }
  }

  /**
   * It is pushed.
   *
   * @param what the push
   */
  public record Send(Push what) implements Verdict {
    @Override
    public <T> T fold(
        Function<? super Send, ? extends T> send,
        Function<? super Held, ? extends T> held,
        Function<? super Inside, ? extends T> inside,
        Function<? super Withheld, ? extends T> withheld,
        Function<? super NotMeant, ? extends T> notMeant) {
      return send.apply(this);
    }
  }

  /** The peer's copy is exactly this tip. */
  public record Held() implements Verdict {
    @Override
    public <T> T fold(
        Function<? super Send, ? extends T> send,
        Function<? super Held, ? extends T> held,
        Function<? super Inside, ? extends T> inside,
        Function<? super Withheld, ? extends T> withheld,
        Function<? super NotMeant, ? extends T> notMeant) {
      return held.apply(this);
    }
  }

  /**
   * The peer's own branch contains this tip.
   *
   * @param branch that branch
   * @param at its tip there
   */
  public record Inside(BranchName branch, CommitHash at) implements Verdict {
    @Override
    public <T> T fold(
        Function<? super Send, ? extends T> send,
        Function<? super Held, ? extends T> held,
        Function<? super Inside, ? extends T> inside,
        Function<? super Withheld, ? extends T> withheld,
        Function<? super NotMeant, ? extends T> notMeant) {
      return inside.apply(this);
    }
  }

  /**
   * The peer does not hold it, but it is not pushed, or not now.
   *
   * @param why why, for people
   */
  public record Withheld(String why) implements Verdict {
    @Override
    public <T> T fold(
        Function<? super Send, ? extends T> send,
        Function<? super Held, ? extends T> held,
        Function<? super Inside, ? extends T> inside,
        Function<? super Withheld, ? extends T> withheld,
        Function<? super NotMeant, ? extends T> notMeant) {
      return withheld.apply(this);
    }
  }

  /**
   * There is no reason to give it to this peer.
   *
   * @param why why, for people
   */
  public record NotMeant(String why) implements Verdict {
    @Override
    public <T> T fold(
        Function<? super Send, ? extends T> send,
        Function<? super Held, ? extends T> held,
        Function<? super Inside, ? extends T> inside,
        Function<? super Withheld, ? extends T> withheld,
        Function<? super NotMeant, ? extends T> notMeant) {
      return notMeant.apply(this);
    }
  }
}
