package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.SurveyedRefs;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/**
 * Asks one peer about all sources in step with it at once whether anything moved there. Somebody
 * has to ask now and then, since nobody tells that a peer's disk was replaced; but to connect to
 * each of 1,000 sources on ten peers every three minutes took 9 % of a processor.
 *
 * <p>A peer says whether its refs are as they were; of sources of which no earlier mark stands for
 * anything, such as those that were just pushed, also what they are. Of what is not as it was, or
 * of what it cannot say anything, it is asked by itself what it holds.
 */
final class Survey {

  /** With fewer sources it is as cheap to ask about each, and says more. */
  private static final int FEWEST = 2;

  /** Of so many refs in all a peer says what they are; some 5 MB. */
  private static final int MOST_REFS = 50_000;

  /** A peer that cannot say it, because its login may use git only, is asked again after this. */
  private static final Duration UNABLE_FOR = Duration.ofHours(1);

  private final PeerId peer;
  private final PeerLink link;
  private final GitBackend backend;
  private final Scheduling scheduling;
  private final EngineTimes times;
  private final Lane lane;
  private final Alarm alarm;
  // Guarded by this.
  private final Set<SourcePush> members = new LinkedHashSet<>();
  private final Set<SourcePush> waiting = new LinkedHashSet<>();
  private Optional<Long> unableSince = Optional.empty();

  Survey(PeerId peer, PeerLink link, EngineParts parts) {
    this.peer = peer;
    this.link = link;
    this.backend = parts.backend();
    this.scheduling = parts.scheduling();
    this.times = parts.times();
    this.lane = new Lane(link::run, this::round);
    this.alarm = new Alarm(scheduling, this::ring);
  }

  /** A source is given to this peer from now on. */
  synchronized void join(SourcePush member) {
    members.add(member);
  }

  synchronized void leave(SourcePush member) {
    members.remove(member);
    waiting.remove(member);
  }

  void close() {
    alarm.close();
    lane.close();
  }

  /**
   * The time has come for those that were asked together: one alarm for all of them, where each by
   * itself would set its own at the same time, and have a round only to say so.
   */
  private void ring() {
    synchronized (this) {
      if (!isWorthwhile()) {
        return; // Each has an alarm of its own, a little later.
      }
      members.stream().filter(SourcePush::isAskedAlong).forEach(waiting::add);
    }
    lane.pokeInTurn();
  }

  /**
   * The time has come to ask the peer about a source.
   *
   * @return whether the source will be {@link SourcePush#surveyed}; else it has to ask by itself
   */
  boolean take(SourcePush member) {
    synchronized (this) {
      if (!isWorthwhile()) {
        return false;
      }
      waiting.add(member);
    }
    lane.pokeInTurn();
    return true;
  }

  private boolean isWorthwhile() {
    return members.size() >= FEWEST && !isUnable();
  }

  private boolean isUnable() {
    return unableSince
        .filter(since -> scheduling.nanoTime() - since < UNABLE_FOR.toNanos())
        .isPresent();
  }

  private void round() {
    synchronized (this) {
      if (waiting.isEmpty()) {
        return;
      }
    }
    if (!link.enter(lane)) {
      return; // The link pokes when it is worth asking again.
    }
    boolean settled = false;
    try {
      ask();
      settled = true;
    } catch (PeerFailure failure) {
      if (failure.kind().concernsWholePeer()) {
        link.failed(failure);
        lane.poke(); // To wait at the link for the end of the pause.
        settled = true;
      }
    } finally {
      if (!settled) {
        letEachAsk(); // Each meets the failure by itself, and tells it.
      }
      link.leave();
    }
  }

  private void ask() throws PeerFailure {
    List<SourcePush> asked;
    synchronized (this) {
      // Those that are in step, too, though their time has not come: so their times become one.
      asked = members.stream().filter(m -> waiting.contains(m) || m.isAskedAlong()).toList();
    }
    long begun = scheduling.nanoTime();
    Instant when = scheduling.now();
    Optional<ImmutableMap<RepoPath, SurveyedRefs>> answer =
        backend.survey(
            peer,
            asked.stream().map(SourcePush::pathThere).collect(ImmutableSet.toImmutableSet()),
            listed(asked));
    if (answer.isPresent()) {
      link.met();
      alarm.set(untilNext(begun));
    }
    synchronized (this) {
      unableSince = answer.isPresent() ? Optional.empty() : Optional.of(scheduling.nanoTime());
      waiting.removeAll(asked);
    }
    ImmutableMap<RepoPath, SurveyedRefs> said = answer.orElse(ImmutableMap.of());
    for (SourcePush source : asked) {
      source.surveyed(
          new LastMark.Given(Optional.ofNullable(said.get(source.pathThere())), begun, when));
    }
  }

  /** Counted from the question, but for a peer that takes long to answer. */
  private Duration untilNext(long begun) {
    Duration left = times.retryPeriod().minusNanos(scheduling.nanoTime() - begun);
    Duration least = times.retryPeriod().dividedBy(RegularAsking.REST_BEFORE_ASKED_ALONG);
    return left.compareTo(least) < 0 ? least : left;
  }

  /** The others are asked by themselves what they hold. */
  private static ImmutableSet<RepoPath> listed(List<SourcePush> asked) {
    ImmutableSet.Builder<RepoPath> listed = ImmutableSet.builder();
    int room = MOST_REFS;
    for (SourcePush source : asked) {
      if (source.wantsContents() && source.refsThere() <= room) {
        room -= source.refsThere();
        listed.add(source.pathThere());
      }
    }
    return listed.build();
  }

  private void letEachAsk() {
    List<SourcePush> asked;
    synchronized (this) {
      asked = List.copyOf(waiting);
      waiting.clear();
    }
    LastMark.Given none =
        new LastMark.Given(Optional.empty(), scheduling.nanoTime(), scheduling.now());
    asked.forEach(source -> source.surveyed(none));
  }
}
