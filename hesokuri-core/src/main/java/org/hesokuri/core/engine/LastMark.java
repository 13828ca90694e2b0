package org.hesokuri.core.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.hesokuri.core.git.RefsMark;

/**
 * Whether what a peer listed is known to be still so, by its marks. A mark stands for the first
 * list after it, and for no other: a disk may be set back, with all its times, to how it was at the
 * mark, and whatever came after that list is then gone.
 *
 * <p>Used by one thread at a time, but for {@link #give}, which any may call.
 */
final class LastMark {

  /** A peer lists what it holds at least once in a day, whatever its marks say. */
  private static final Duration BELIEVED_FOR = Duration.ofHours(12);

  private static final int SPREAD = 256;

  private final Duration believedFor;
  private final AtomicReference<Optional<Given>> news = new AtomicReference<>(Optional.empty());
  private Optional<RefsMark> before = Optional.empty();
  private Optional<RefsMark> next = Optional.empty();
  private boolean awaitingList;
  private Optional<Long> listedAt = Optional.empty();

  /**
   * What came of a survey.
   *
   * @param mark the mark; empty if the peer could not give one
   * @param askedAt the nanosecond at which it was asked
   * @param when the same for people
   */
  record Given(Optional<RefsMark> mark, long askedAt, Instant when) {}

  /**
   * None was given yet.
   *
   * @param salt any number: marks are believed in for 12 to 24 hours, so that not all sources are
   *     listed again at the same time
   */
  LastMark(int salt) {
    this.believedFor =
        BELIEVED_FOR.plus(BELIEVED_FOR.multipliedBy(Math.floorMod(salt, SPREAD)).dividedBy(SPREAD));
  }

  /** The peer gave a mark, or could not. */
  void give(Given mark) {
    news.set(Optional.of(mark));
  }

  /** Takes in what was given; gives it if nothing has moved since the peer listed what it holds. */
  Optional<Given> still() {
    Optional<Given> given = news.getAndSet(Optional.empty());
    if (given.isEmpty()) {
      return given;
    }
    Optional<RefsMark> mark = given.get().mark;
    boolean still = mark.isPresent() && mark.equals(before);
    awaitingList = !still;
    next = mark;
    return given.filter(any -> still);
  }

  /** Whether a mark may show that the last list still holds; else the peer has to list anew. */
  boolean isOfUse(long now) {
    boolean young = listedAt.filter(at -> now - at < believedFor.toNanos()).isPresent();
    return young && !awaitingList;
  }

  /** The peer has just listed what it holds. */
  void listed(long now) {
    before = awaitingList ? next : Optional.empty();
    awaitingList = false;
    listedAt = Optional.of(now);
  }

  /** The peer took something, and so holds more than it listed. */
  void forget() {
    before = Optional.empty();
  }
}
