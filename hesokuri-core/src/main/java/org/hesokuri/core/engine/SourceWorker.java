package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.plan.AdvancePlan;
import org.hesokuri.core.plan.AdvancePlanner;
import org.hesokuri.core.plan.Situation;
import org.hesokuri.core.status.BranchStatus.Attention;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncEvent;

/**
 * Works on one source of this machine, serially: looks, plans, does, until nothing is left to do.
 * Whatever stirs only pokes it; it sees everything at its next look.
 */
final class SourceWorker {

  /** Looks in one round; a user who is faster than us for longer gets a pause. */
  private static final int MOST_LOOKS = 20;

  private static final Duration AFTER_A_LOST_RACE = Duration.ofSeconds(1);

  private final RepoPath path;
  private final HeldRepository held;
  private final Scheduling scheduling;
  private final EngineTimes times;
  private final EventLog events;
  private final BiConsumer<Optional<SourceView>, SourceView> published;
  private final Lane lane;
  private final Alarm alarm;
  private final BlockedSteps blocked = new BlockedSteps();
  private final LeftTips leftTips;
  private final KeptTipsWorker keptTips;

  private volatile Definition definition;
  private volatile SourceStatus.State state = new SourceStatus.Starting();
  private volatile Optional<SourceView> view = Optional.empty();
  // Whether a round is due to more than the clock.
  private final AtomicBoolean stirred = new AtomicBoolean();
  private boolean closed;
  private boolean working;
  private final Handover handover = new Handover();
  private volatile Optional<Handover> predecessor = Optional.empty();

  /**
   * A worker at rest; {@link #poke} starts it.
   *
   * @param published called after each look with what was seen before and now; must return soon
   */
  SourceWorker(
      RepoPath path,
      Definition definition,
      EngineParts parts,
      BiConsumer<Optional<SourceView>, SourceView> published) {
    this.path = path;
    this.definition = definition;
    this.held = new HeldRepository(path, parts, this::poke);
    this.scheduling = parts.scheduling();
    this.times = parts.times();
    this.events = parts.events();
    this.published = published;
    this.lane = new Lane(parts.local()::add, this::round);
    this.alarm = new Alarm(scheduling, lane::pokeInTurn);
    this.leftTips = new LeftTips(path, scheduling, events);
    this.keptTips = new KeptTipsWorker(path, scheduling, events, parts.keptRefs());
  }

  RepoPath path() {
    return path;
  }

  /** Makes this one wait until another that was closed has let go of the same repository. */
  void follow(SourceWorker other) {
    predecessor = Optional.of(other.handover);
  }

  /** Something may have changed. */
  void poke() {
    stirred.set(true);
    lane.poke();
  }

  /** Goes on under another definition. */
  void redefine(Definition now) {
    if (!definition.equals(now)) {
      definition = now;
      poke();
    }
  }

  Definition definition() {
    return definition;
  }

  SourceStatus.State state() {
    return state;
  }

  /** What was last seen; empty before the first look and while the source is stopped. */
  Optional<SourceView> view() {
    return view;
  }

  /** Reads something for people; empty while the repository cannot be read. */
  <T> Optional<T> read(RepositoryRead<T> read) {
    Optional<SourceView> seen = view;
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read.from(seen.get().repository()));
    } catch (GitFailure failure) {
      // The next look meets the same failure, and tells it.
      poke();
      return Optional.empty();
    }
  }

  /** What is read from a repository beside the work on it. */
  interface RepositoryRead<T> {
    T from(GitRepository repository) throws GitFailure;
  }

  /** Begins no further round and lets go of the repository, at once or when the round ends. */
  void close() {
    alarm.close();
    lane.close();
    boolean free;
    synchronized (this) {
      closed = true;
      free = !working;
    }
    if (free) {
      goAway();
    }
  }

  private void goAway() {
    letGo();
    // One that never began to work is followed by another only after the one before it.
    if (predecessor.filter(before -> !before.isFreeOrCalls(handover::letGo)).isEmpty()) {
      handover.letGo();
    }
  }

  private void round() {
    synchronized (this) {
      if (closed) {
        return;
      }
      working = true;
    }
    try {
      if (predecessor.filter(before -> !before.isFreeOrCalls(this::poke)).isEmpty()) {
        predecessor = Optional.empty();
        workOnRepository();
      }
    } finally {
      boolean leaving;
      synchronized (this) {
        working = false;
        leaving = closed;
      }
      if (leaving) {
        goAway();
      }
    }
  }

  private void workOnRepository() {
    try {
      work(held.get(definition.firstBranch()));
    } catch (HeldRepository.Unusable unusable) {
      stop(PeerLink.messageOf(unusable));
      alarm.set(times.blockedRetry());
    } catch (GitFailure failure) {
      stop(PeerLink.messageOf(failure));
      if (failure.kind() == GitFailure.Kind.GONE) {
        letGo();
      }
      alarm.set(times.blockedRetry());
    } catch (RuntimeException bug) {
      stop("an unexpected failure, please report it: " + bug);
      alarm.set(times.blockedRetry());
      throw bug;
    }
  }

  private void letGo() {
    held.letGo();
    view = Optional.empty();
  }

  private void run() {
    boolean news = state.fold(starting -> true, running -> false, stopped -> true);
    state = new SourceStatus.Running(scheduling.now());
    if (news) {
      events.tell(new SyncEvent.SourceStarted(path, held.takeNewsOfCreation()));
    }
  }

  private void stop(String why) {
    boolean news =
        state.fold(starting -> true, running -> true, stopped -> !stopped.why().equals(why));
    view = Optional.empty();
    if (news) {
      state = new SourceStatus.Stopped(why, scheduling.now());
      events.tell(new SyncEvent.SourceStopped(path, why));
    }
  }

  private void work(GitRepository repository) throws GitFailure {
    Set<Step> refusedNow = new HashSet<>();
    boolean stirredNow = stirred.getAndSet(false);
    Duration next = times.retryPeriod();
    for (int looks = 1; ; looks++) {
      SourceView seen = look(repository);
      Progress progress = new Progress(stirredNow);
      // Only now, so that no push waits for it.
      leftTips.keep(repository, seen.situation(), progress);
      for (Step step : seen.plan().steps()) {
        if (!refusedNow.contains(step)) {
          attempt(repository, seen, step, refusedNow, progress);
        }
      }
      showAttentions(seen);
      if (!progress.hasMoved()) {
        next = progress.rest().orElse(blocked.isEmpty() ? next : times.blockedRetry());
        if (keptTips.pass(repository, seen.situation())) {
          lane.pokeInTurn(); // Commits made meanwhile come first.
        }
        break;
      }
      if (looks == MOST_LOOKS) {
        next = AFTER_A_LOST_RACE;
        break;
      }
    }
    held.alsoWatch(blocked.paths());
    alarm.set(next);
  }

  private SourceView look(GitRepository repository) throws GitFailure {
    Definition now = definition;
    RepoSnapshot snapshot = repository.look();
    Situation situation = now.seen(snapshot, view.map(SourceView::situation));
    leftTips.saw(situation);
    AdvancePlanner planner = AdvancePlanner.of(situation);
    AdvancePlan plan = planner.plan(repository.ancestry(planner.questions()));
    blocked.retain(plan.steps().stream().map(Step::branch).collect(ImmutableSet.toImmutableSet()));
    Optional<SourceView> before = view;
    SourceView seen =
        new SourceView(
            repository,
            situation,
            plan,
            Attentions.of(situation, plan, blocked, attentionsOf(before), scheduling.now()));
    run();
    view = Optional.of(seen);
    tellWhatIsLeft(before, seen);
    // Before the steps are done: nobody who waits for a push waits for a checkout.
    published.accept(before, seen);
    return seen;
  }

  private void attempt(
      GitRepository repository, SourceView seen, Step step, Set<Step> refusedNow, Progress progress)
      throws GitFailure {
    Optional<Duration> rest = blocked.rest(step, scheduling.nanoTime());
    if (rest.isPresent()) {
      if (progress.isStirred()) {
        blocked.tryAgain(step.branch());
      }
      if (blocked.isToBeTriedAgain(step.branch())) {
        progress.restFor(rest.get());
      }
      return;
    }
    outcomeOf(repository, step)
        .<Runnable>fold(
            done ->
                () -> {
                  progress.moved();
                  blocked.forget(step.branch());
                  events.tell(StepEvents.done(path, seen.situation(), step, done));
                },
            lostRace -> () -> progress.moved(),
            refused ->
                () -> {
                  refusedNow.add(step);
                  if (blocked.refused(step, refused, scheduling)) {
                    events.tell(StepEvents.refused(path, step, refused));
                  }
                  if (!blocked.isTold(step.branch())) {
                    progress.restFor(BlockedSteps.BREATH);
                  }
                })
        .run();
  }

  /** Makes a step; if it fails for itself alone, that counts as a refusal. */
  static StepOutcome outcomeOf(GitRepository repository, Step step) throws GitFailure {
    try {
      return repository.apply(step);
    } catch (GitFailure failure) {
      if (failure.kind() == GitFailure.Kind.GONE) {
        throw failure;
      }
      // What fails for one branch changes nothing for the others.
      return new StepOutcome.Refused(PeerLink.messageOf(failure), ImmutableSet.of());
    }
  }

  private void showAttentions(SourceView seen) {
    ImmutableMap<BranchName, Attention> attentions =
        Attentions.of(seen.situation(), seen.plan(), blocked, seen.attentions(), scheduling.now());
    view = Optional.of(seen.withAttentions(attentions));
  }

  private void tellWhatIsLeft(Optional<SourceView> before, SourceView seen) {
    ImmutableSet<AdvancePlan.Left> known =
        before.map(b -> b.plan().leftUnsettled()).orElse(ImmutableSet.of());
    for (AdvancePlan.Left left : seen.plan().leftUnsettled()) {
      if (!known.contains(left)) {
        StepEvents.left(path, seen.situation(), left).ifPresent(events::tell);
      }
    }
  }

  private static ImmutableMap<BranchName, Attention> attentionsOf(Optional<SourceView> view) {
    return view.map(SourceView::attentions).orElse(ImmutableMap.of());
  }
}
