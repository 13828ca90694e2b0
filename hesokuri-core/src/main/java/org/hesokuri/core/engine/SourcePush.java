package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.git.PeerConnection;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.PlannedPush;
import org.hesokuri.core.plan.PushPlan;
import org.hesokuri.core.plan.PushPlanner;
import org.hesokuri.core.plan.Replanning;
import org.hesokuri.core.plan.Situation;
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
  private final PushPauses pauses;

  private volatile Optional<PeerKnowledge> knowledge = Optional.empty();
  private volatile Optional<Problem> problem = Optional.empty();
  private volatile boolean hurried;
  private volatile boolean heard;
  private Optional<GitRepository> givesFrom = Optional.empty();
  private Optional<PlannedPush> planned = Optional.empty();
  private Optional<Situation> pausedFor = Optional.empty();
  private long askedAt;
  private boolean unsettled;
  private int lostRaces;

  /**
   * What keeps this source, and no other, from the peer.
   *
   * @param returns how often the peer had come back by then; a push may break off at the begin of
   *     an outage, and then nothing is wrong with this source
   */
  private record Problem(PeerProblem shown, Duration pause, long endsAt, int returns) {}

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
    this.alarm = new Alarm(scheduling, lane::poke);
    this.pauses = new PushPauses(times);
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

  void close() {
    alarm.close();
    lane.close();
  }

  Optional<PeerKnowledge> knowledge() {
    return knowledge;
  }

  Optional<PeerProblem> problem() {
    return problem.map(Problem::shown);
  }

  private void round() {
    Optional<SourceView> view = worker.view();
    if (view.isEmpty()) {
      return; // The worker pokes when it has seen something.
    }
    if (!givesFrom.equals(Optional.of(view.get().repository()))) {
      givesFrom = Optional.of(view.get().repository());
      pauses.forgetRefusals();
      planned = Optional.empty();
    }
    if (hurried) {
      hurried = false;
      pauses.clear();
      unsettled = true;
      endPause();
    }
    if (heard || problem.filter(p -> p.returns != link.returns()).isPresent()) {
      heard = false;
      endPause();
    }
    Optional<Duration> wait = problem.map(p -> left(p.endsAt)).filter(SourcePush::isPositive);
    if (wait.isPresent()) {
      link.pokeOnReturn(lane);
      alarm.set(wait.get());
      return;
    }
    if (!isDue() && !hasNews(view.get())) {
      setAlarm();
      return;
    }
    if (!link.enter(lane)) {
      return; // The link pokes when it is worth asking again.
    }
    try {
      talk();
    } finally {
      link.leave();
    }
  }

  private void endPause() {
    problem =
        problem.map(p -> new Problem(p.shown, p.pause, scheduling.nanoTime(), link.returns()));
  }

  /** Whether the peer is to be asked although nothing is known to be missing there. */
  private boolean isDue() {
    return knowledge.isEmpty()
        || problem.isPresent()
        || unsettled
        || scheduling.nanoTime() - askedAt >= times.retryPeriod().toNanos();
  }

  /** Whether something would be pushed if the peer still held what it said. */
  private boolean hasNews(SourceView view) {
    Advertisement held = knowledge.orElseThrow().held();
    try {
      PushPlan plan = plan(view, held, pauses.waiting(held));
      boolean news = !plan.pushes().isEmpty();
      if (!news) {
        knowledge = knowledge.map(k -> k.judging(plan, view.situation().snapshot().branches()));
      }
      return news;
    } catch (GitFailure failure) {
      // The worker of the source meets the same failure at its next look, and tells it.
      worker.poke();
      return false;
    }
  }

  private PushPlan plan(
      SourceView view, Advertisement held, ImmutableMap<BranchName, PushPlanner.Pause> paused)
      throws GitFailure {
    Replanning next =
        new Replanning(
            new PushPlanner(view.situation(), view.plan().leaving(), peer, held, paused), planned);
    PlannedPush now = next.plan(view.repository().ancestry(next.questions()));
    planned = Optional.of(now);
    return now.plan();
  }

  private void talk() {
    Optional<SourceView> view = worker.view();
    if (view.isEmpty()) {
      return;
    }
    long begun = scheduling.nanoTime();
    try (PeerConnection connection = view.get().repository().connect(peer, pathThere)) {
      if (lane.isClosed()) {
        return; // The peer was left out of the configuration while it took its time to answer.
      }
      askedAt = scheduling.nanoTime();
      link.answered(Duration.ofNanos(askedAt - begun));
      try {
        give(view.get(), connection);
      } finally {
        link.carried(connection.traffic());
      }
    } catch (PeerFailure failure) {
      brokenOff(failure);
    } catch (GitFailure failure) {
      worker.poke();
      fail(PeerLink.messageOf(failure));
    }
  }

  private void give(SourceView view, PeerConnection connection) throws GitFailure {
    Advertisement held = connection.advertised();
    // At once, because planning may fail: what is shown is never older than what the peer said.
    knowledge = knowledge.map(before -> before.nowSaying(held, scheduling.now()));
    if (held.branches().isEmpty() && held.kept().isEmpty()) {
      pauses.lostEverything();
    }
    PushPlan plan = plan(view, held, pauses.active(held, scheduling.nanoTime()));
    forgetPausesOfGoneBranches(view.situation());
    ImmutableList<Push> pushes = plan.pushes();
    Talk talk = new Talk(held);
    if (!pushes.isEmpty()) {
      connection.push(pushes).forEach((push, result) -> take(push, result, talk));
    }
    know(talk, plan, view);
    conclude(talk);
  }

  private void forgetPausesOfGoneBranches(Situation now) {
    ImmutableSet<BranchName> here = now.snapshot().branches().keySet();
    boolean allStay = pausedFor.flatMap(now::movedSince).filter(here::containsAll).isPresent();
    if (!allStay) {
      pauses.retain(now.namesElsewhere());
    }
    pausedFor = Optional.of(now);
  }

  /** What comes of one talk. */
  private static final class Talk {
    private final Map<BranchName, CommitHash> held;
    private final ImmutableSet<KeptTip> kept;
    private Optional<PeerFailure> brokenOff = Optional.empty();
    private boolean lostRace;
    private boolean refused;

    Talk(Advertisement advertised) {
      // In the order of the peer, so that it is soon seen what is new in its next answer.
      this.held = new LinkedHashMap<>(advertised.branches());
      this.kept = advertised.kept();
    }
  }

  private void take(Push push, PushResult result, Talk talk) {
    result
        .<Runnable>fold(
            accepted -> () -> accepted(push, talk),
            lostRace -> () -> talk.lostRace = true,
            refused ->
                () -> {
                  talk.refused = true;
                  refused(push, refused.why());
                },
            unknown ->
                () -> {
                  // It may have happened or not: until the peer is asked again, nothing is known.
                  talk.held.remove(push.target());
                  talk.brokenOff = Optional.of(unknown.failure());
                })
        .run();
  }

  private void accepted(Push push, Talk talk) {
    talk.held.put(push.target(), push.tip());
    pauses.accepted(push.target(), push.tip(), scheduling.nanoTime());
    events.tell(
        new SyncEvent.Pushed(
            worker.path(), peer, push.target(), push.expected(), push.tip(), push.displaces()));
  }

  private void refused(Push push, String why) {
    if (pauses.refused(push.target(), push.tip(), why, askedAt)) {
      events.tell(new SyncEvent.PushRefused(worker.path(), peer, push.target(), push.tip(), why));
    }
  }

  private void know(Talk talk, PushPlan plan, SourceView view) {
    Advertisement held = new Advertisement(ImmutableMap.copyOf(talk.held), talk.kept);
    Instant now = scheduling.now();
    knowledge =
        Optional.of(new PeerKnowledge(held, now, plan, view.situation().snapshot().branches()));
  }

  private void conclude(Talk talk) {
    unsettled = talk.lostRace || talk.brokenOff.isPresent();
    lostRaces = talk.lostRace ? lostRaces + 1 : 0;
    if (talk.brokenOff.isPresent()) {
      brokenOff(talk.brokenOff.get());
    } else if (lostRaces > MOST_LOST_RACES) {
      fail("could not push to " + peer + ": its branches change again and again");
    } else {
      settle();
      if (unsettled || talk.refused) {
        lane.poke(); // After a refusal nothing is asked, but what is shown is judged anew.
      } else {
        setAlarm();
      }
    }
  }

  private void brokenOff(PeerFailure failure) {
    unsettled = true;
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
    Optional<Problem> before = problem;
    Duration pause =
        before.map(p -> shorter(p.pause.multipliedBy(2))).orElse(shorter(times.firstPause()));
    Instant now = scheduling.now();
    Instant since = before.map(p -> p.shown.since()).orElse(now);
    problem =
        Optional.of(
            new Problem(
                new PeerProblem(why, since, Optional.of(now.plus(pause))),
                pause,
                scheduling.nanoTime() + pause.toNanos(),
                link.returns()));
    link.pokeOnReturn(lane);
    alarm.set(pause);
    if (before.filter(p -> p.shown.why().equals(why)).isEmpty()) {
      events.tell(new SyncEvent.SourceRefused(worker.path(), peer, why, pause));
    }
  }

  private void settle() {
    if (problem.isPresent()) {
      problem = Optional.empty();
      events.tell(new SyncEvent.SourceAccepted(worker.path(), peer));
    }
  }

  /** What was refused waits for the regular asking, too: no peer is asked more than once for it. */
  private void setAlarm() {
    alarm.set(left(askedAt + times.retryPeriod().toNanos()));
  }

  private Duration left(long endsAt) {
    return Duration.ofNanos(Math.max(0, endsAt - scheduling.nanoTime()));
  }

  private Duration shorter(Duration pause) {
    return pause.compareTo(times.retryPeriod()) > 0 ? times.retryPeriod() : pause;
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isZero() && !duration.isNegative();
  }
}
