package org.hesokuri.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.RefsMark;
import org.hesokuri.core.git.SurveyedRefs;

/**
 * Whether what a peer holds is known to be still so, by its marks. A mark stands for the first list
 * after it, and for no other: a disk may be set back, with all its times, to how it was at the
 * mark, and whatever came after that list is then gone. What a survey found in the refs right after
 * the mark is as good as a list, if nothing was pushed meanwhile.
 *
 * <p>Used by one thread at a time, but for {@link #give} and {@link #isMissing}, which any may
 * call.
 */
final class LastMark {

  /** A peer lists what it holds at least once in a day, whatever its marks say. */
  private static final Duration BELIEVED_FOR = Duration.ofHours(12);

  private static final int SPREAD = 256;

  private final long believedForNanos;
  private final AtomicReference<Optional<Given>> news = new AtomicReference<>(Optional.empty());
  private volatile Optional<RefsMark> before = Optional.empty();
  private Optional<RefsMark> next = Optional.empty();
  private boolean awaitingList;
  private OptionalLong listedAt = OptionalLong.empty();
  private OptionalLong tookAt = OptionalLong.empty();

  /**
   * What came of a survey.
   *
   * @param said what the peer said; empty if it could not
   * @param askedAt the nanosecond at which it was asked
   * @param when the same for people
   */
  record Given(Optional<SurveyedRefs> said, long askedAt, Instant when) {

    private Optional<RefsMark> mark() {
      return said.map(SurveyedRefs::mark);
    }

    private boolean holds(Advertisement held) {
      return said.flatMap(SurveyedRefs::contents).filter(held::equals).isPresent();
    }
  }

  /**
   * None was given yet.
   *
   * @param salt any number: marks are believed in for 12 to 24 hours, so that not all sources are
   *     listed again at the same time
   */
  LastMark(int salt) {
    this.believedForNanos =
        BELIEVED_FOR
            .plus(BELIEVED_FOR.multipliedBy(Math.floorMod(salt, SPREAD)).dividedBy(SPREAD))
            .toNanos();
  }

  /** The peer gave a mark, or could not. */
  void give(Given mark) {
    news.set(Optional.of(mark));
  }

  /**
   * Takes in what was given; gives it if the peer still holds what it did.
   *
   * @param held what it held by its last word
   */
  Optional<Given> still(Advertisement held) {
    Optional<Given> came = news.getAndSet(Optional.empty());
    if (came.isEmpty()) {
      return came;
    }
    Given given = came.get();
    boolean found = given.holds(held) && !hasTakenSince(given.askedAt);
    boolean still = found || (given.mark().isPresent() && given.mark().equals(before));
    if (found) {
      before = given.mark();
    }
    awaitingList = !still;
    next = given.mark();
    return came.filter(any -> still);
  }

  private boolean hasTakenSince(long when) {
    return tookAt.isPresent() && tookAt.getAsLong() - when >= 0;
  }

  /** Whether a mark alone would show nothing, because there is none that stands for anything. */
  boolean isMissing() {
    return before.isEmpty();
  }

  /** Whether a mark may show that the last list still holds; else the peer has to list anew. */
  boolean isOfUse(long now) {
    boolean young = listedAt.isPresent() && now - listedAt.getAsLong() < believedForNanos;
    return young && !awaitingList;
  }

  /** The peer has just listed what it holds. */
  void listed(long now) {
    before = awaitingList ? next : Optional.empty();
    awaitingList = false;
    listedAt = OptionalLong.of(now);
  }

  /** The peer took something just now, or may have, and so holds more than at any mark so far. */
  void forget(long now) {
    before = Optional.empty();
    next = Optional.empty();
    tookAt = OptionalLong.of(now);
  }
}
