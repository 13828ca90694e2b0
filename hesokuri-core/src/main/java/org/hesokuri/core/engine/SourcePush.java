package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.PushPlan;
import org.hesokuri.core.plan.PushPlanner;
import org.hesokuri.core.status.SourceStatus.PeerProblem;
import org.hesokuri.core.status.SyncEvent;

/**
 * Gives one source to one peer, serially: asks what the peer holds, plans, pushes. What is to be
 * given is computed anew each time from what is here and what the peer says; nothing is queued.
 */
final class SourcePush {

  private static final int MOST_LOST_RACES = 3;

  private final SourceWorker worker;
  private final PeerId peer;
  private final RepoPath pathThere;
  private final PeerLink link;
  private final Scheduling scheduling;
  private final EngineTimes times;
  private final EventLog events;
  private final Lane lane;
  private final Alarm alarm;
  private final PushPlanning planning;
  private final PushPauses pauses;
  private final Hindrance hindrance;
  private final ConnectionAhead ahead;
  private final LastMark mark;
  private final RegularAsking asking;
  private final PushAnswers answers;

  private volatile Optional<PeerKnowledge> knowledge = Optional.empty();
  private volatile boolean hurried;
  private volatile boolean heard;
  // One that is new waits for the next look, whatever that finds.
  private volatile boolean waitsForLook = true;
  private boolean plannedInVain;
  private boolean unsettled;
  private int lostRaces;

  SourcePush(
      SourceWorker worker, PeerId peer, RepoPath pathThere, PeerLink link, EngineParts parts) {
    this.worker = worker;
    this.peer = peer;
    this.pathThere = pathThere;
    this.link = link;
    this.scheduling = parts.scheduling();
    this.times = parts.times();
    this.events = parts.events();
    this.lane = new Lane(link::run, this::round);
    this.alarm = new Alarm(scheduling, lane::pokeInTurn);
    this.planning = new PushPlanning(peer, times);
    this.pauses = planning.pauses();
    this.hindrance = new Hindrance(scheduling, times);
    this.ahead = new ConnectionAhead(scheduling, link);
    this.mark = new LastMark(31 * worker.path().hashCode() + peer.hashCode());
    this.asking = new RegularAsking(scheduling, times, mark);
    this.answers = new PushAnswers(worker.path(), peer, pauses, mark, parts);
    link.survey().join(this);
  }

  PeerId peer() {
    return peer;
  }

  RepoPath pathThere() {
    return pathThere;
  }

  PeerLink link() {
    return link;
  }

  /** The source may have something new. */
  void poke() {
    lane.poke();
  }

  /** Asks the peer at once and forgets every pause. */
  void hurry() {
    hurried = true;
    lane.poke();
  }

  /** The peer gave a sign of life for this source: what kept it from the peer may be gone. */
  void heardOf() {
    heard = true;
    lane.poke();
  }

  /** Whether it has something to do after the next look of the worker, whatever that finds. */
  boolean waitsForLook() {
    return waitsForLook;
  }

  /** A survey has asked the peer, which gave a mark of this source or could not. */
  void surveyed(LastMark.Given given) {
    mark.give(given);
    lane.pokeInTurn();
  }

  /** Whether a survey shows more of this source if the peer says what its refs are. */
  boolean wantsContents() {
    return mark.isMissing();
  }

  /** How many refs the peer holds by its last word. */
  int refsThere() {
    return knowledge.map(k -> k.held().branches().size() + k.held().kept().size()).orElse(0);
  }

  /** Whether a survey that is made anyway shall ask about this source, too. */
  boolean isAskedAlong() {
    return asking.isDueAlong();
  }

  void close() {
    link.survey().leave(this);
    alarm.close();
    lane.close();
    link.run(ahead::letGo, Urgency.MOVED);
  }

  Optional<PeerKnowledge> knowledge() {
    return knowledge;
  }

  Optional<PeerProblem> problem() {
    return hindrance.shown();
  }

  private void round() {
    // However this round ends, even by a bug: nothing else is sure to poke again.
    alarm.setUnlessSet(times.retryPeriod());
    waitsForLook = false;
    ahead.tidy();
    Optional<SourceView> view = worker.view();
    if (view.isEmpty()) {
      asking.standsAlone();
      return; // The worker pokes when it has seen something.
    }
    if (planning.givesFrom(view.get().repository())) {
      ahead.forget(); // It would give from the repository that was open before.
    }
    if (hurried) {
      hurried = false;
      pauses.clear();
      unsettled = true;
      hindrance.endPause(link.returns());
    }
    if (heard) {
      heard = false;
      ahead.stirred();
      hindrance.endPause(link.returns());
    }
    if (hindrance.isOlderThan(link.returns())) {
      hindrance.endPause(link.returns());
    }
    Optional<Duration> wait = hindrance.pause();
    if (wait.isPresent()) {
      link.pokeOnReturn(lane);
      alarm.set(wait.get());
      return;
    }
    // A survey, too, is a regular asking, at which what was refused is tried again.
    boolean regular = hearSurvey() || asking.isOverdue();
    boolean asks = isDue() || (regular && isToBeTriedAgain(view.get()));
    if (!asks && !hasNews(view.get())) {
      asking.rests();
      if (!asking.isOverdue()) {
        rest();
        return;
      }
      if (asking.isAlong() && link.survey().take(this)) {
        return; // It pokes when the peer has answered.
      }
      asks = true;
    }
    asking.standsAlone();
    if (!link.enter(lane)) {
      return; // The link pokes when it is worth asking again.
    }
    try {
      talk(asks);
    } finally {
      link.leave();
    }
  }

  /** Whether the peer is to be asked although nothing is known to be missing there. */
  private boolean isDue() {
    return knowledge.isEmpty() || hindrance.isPresent() || unsettled || ahead.isDue();
  }

  /** Takes in what a survey found; says whether the peer still holds what it did. */
  private boolean hearSurvey() {
    Optional<LastMark.Given> still =
        knowledge.map(PeerKnowledge::held).flatMap(held -> mark.still(held));
    if (still.filter(asking::surveyed).isPresent()) {
      knowledge = knowledge.map(k -> k.stillSaying(still.get().when()));
    }
    return still.isPresent();
  }

  /** Whether something would be pushed if the peer still held what it said. */
  private boolean hasNews(SourceView view) {
    return hasNews(view, pauses.waiting(knowledge.orElseThrow().held()));
  }

  /** Whether a pause is over, and something would be pushed because it is. */
  private boolean isToBeTriedAgain(SourceView view) {
    Advertisement held = knowledge.orElseThrow().held();
    ImmutableMap<BranchName, PushPlanner.Pause> active = pauses.active(held, scheduling.nanoTime());
    return !active.equals(pauses.waiting(held)) && hasNews(view, active);
  }

  private boolean hasNews(SourceView view, ImmutableMap<BranchName, PushPlanner.Pause> paused) {
    Advertisement held = knowledge.orElseThrow().held();
    try {
      PushPlan plan = planning.plan(view, held, paused);
      plannedInVain = false;
      boolean news = !plan.pushes().isEmpty();
      if (!news) {
        knowledge = knowledge.map(k -> k.judging(plan, view.situation().snapshot().branches()));
      }
      return news;
    } catch (GitFailure failure) {
      // The worker of the source meets the same failure at its next look, and tells it.
      // Once: what that look does not meet it will not mend.
      waitsForLook = !plannedInVain;
      plannedInVain = true;
      worker.poke();
      return false;
    }
  }

  /** Asks the peer, or takes the connection that was opened ahead; then gives what is missing. */
  private void talk(boolean asks) {
    Optional<SourceView> view = worker.view();
    if (view.isEmpty()) {
      return;
    }
    if (asks) {
      ahead.letGo();
    }
    Optional<PeerConnection> taken = ahead.take();
    try {
      PeerConnection connection = taken.isPresent() ? taken.get() : ask(view.get().repository());
      boolean used = true;
      try {
        if (!lane.isClosed()) { // The peer may have been left out of the configuration meanwhile.
          used = give(view.get(), connection, taken.isPresent());
        }
      } finally {
        if (used || lane.isClosed()) {
          link.end(connection);
        } else {
          ahead.offer(connection);
        }
      }
    } catch (PeerFailure failure) {
      brokenOff(failure);
    } catch (GitFailure failure) {
      worker.poke();
      fail(PeerLink.messageOf(failure));
    }
    if (lane.isClosed()) {
      ahead.letGo();
    }
  }

  private PeerConnection ask(GitRepository repository) throws PeerFailure {
    long begun = scheduling.nanoTime();
    ahead.asks();
    PeerConnection connection = repository.connect(peer, pathThere);
    if (!lane.isClosed()) {
      asking.asked();
      link.answered(Duration.ofNanos(asking.askedAt() - begun));
    }
    return connection;
  }

  /**
   * Gives what is missing.
   *
   * @param isAhead whether the connection was opened ahead
   * @return whether the connection was used up by that
   */
  private boolean give(SourceView view, PeerConnection connection, boolean isAhead)
      throws GitFailure {
    Advertisement held = connection.advertised();
    boolean isFirst = knowledge.isEmpty();
    if (!isAhead) {
      // At once, because planning may fail: what is shown is never older than what the peer said.
      knowledge = knowledge.map(before -> before.nowSaying(held, scheduling.now()));
    }
    if (held.branches().isEmpty() && held.kept().isEmpty()) {
      pauses.lostEverything();
    }
    PushPlan plan = planning.plan(view, held, pauses.active(held, scheduling.nanoTime()));
    planning.forgetPausesOfGoneBranches(view.situation());
    ImmutableList<Push> pushes = plan.pushes();
    Talk talk = new Talk(held, isAhead);
    if (!pushes.isEmpty()) {
      connection
          .push(pushes)
          .forEach((push, result) -> answers.take(push, result, talk, asking.askedAt()));
    }
    know(talk, plan, view);
    // What a start brings to all peers was committed long ago.
    if (talk.gaveNews() && !isFirst) {
      ahead.gave();
    }
    conclude(talk);
    return !pushes.isEmpty();
  }

  private void know(Talk talk, PushPlan plan, SourceView view) {
    Instant now = scheduling.now();
    // Of what it did not just take it said so when the connection was opened.
    Instant said = talk.isAhead() ? knowledge.map(PeerKnowledge::saidAt).orElse(now) : now;
    knowledge =
        Optional.of(
            new PeerKnowledge(talk.held(), said, plan, view.situation().snapshot().branches()));
  }

  private void conclude(Talk talk) {
    unsettled = talk.isUnsettled();
    if (talk.isTooOld()) {
      lane.poke();
      return;
    }
    lostRaces = talk.hasLostRace() ? lostRaces + 1 : 0;
    if (talk.brokenOff().isPresent()) {
      brokenOff(talk.brokenOff().get());
    } else if (lostRaces > MOST_LOST_RACES) {
      fail("could not push to " + peer + ": its branches change again and again");
    } else {
      settle();
      if (unsettled || talk.hasRefusal()) {
        lane.poke(); // After a refusal nothing is asked, but what is shown is judged anew.
      } else {
        asking.rests();
        rest();
      }
    }
  }

  private void brokenOff(PeerFailure failure) {
    unsettled = true;
    ahead.forget();
    if (failure.kind().concernsWholePeer()) {
      link.failed(failure);
      lane.poke(); // To wait at the link for the end of the pause.
    } else {
      link.met();
      fail(PeerLink.messageOf(failure));
    }
  }

  /** Something keeps this source, but no other, from the peer: pause, longer each time. */
  private void fail(String why) {
    boolean news = !hindrance.isKnown(why);
    Duration pause = hindrance.met(why, link.returns());
    link.pokeOnReturn(lane);
    alarm.set(pause);
    if (news) {
      events.tell(new SyncEvent.SourceRefused(worker.path(), peer, why, pause));
    }
  }

  private void settle() {
    if (hindrance.over()) {
      events.tell(new SyncEvent.SourceAccepted(worker.path(), peer));
    }
  }

  /** What was refused waits for the regular asking, too: no peer is asked more than once for it. */
  private void rest() {
    Duration next = asking.rest();
    alarm.set(ahead.rest().filter(rest -> rest.compareTo(next) < 0).orElse(next));
  }
}
