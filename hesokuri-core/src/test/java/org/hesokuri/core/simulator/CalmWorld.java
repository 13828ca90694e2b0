package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;

/**
 * A simulated world in which nothing happens but what a test does, and time passes when it says.
 */
final class CalmWorld {

  private static final int ENDLESS = 200_000;

  final SimulatedWorld world = new SimulatedWorld();
  private final Dice dice = new Dice(7);
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> open = new HashMap<>();
  private int pushes;
  private int surveys;
  private boolean unforeseen;
  private int attempts;

  CalmWorld() {
    world.witness(
        new Witness() {
          @Override
          public void calls(SimulatedBackend caller, PeerId peer, RepoPath path) {
            if (unforeseen) {
              throw new IllegalStateException("a failed call, made on purpose by this test");
            }
          }

          @Override
          public void opened(SimulatedBackend caller, PeerId peer, RepoPath path) {
            calls.merge(caller.host() + " to " + peer, 1, Integer::sum);
            open.merge(caller.host() + " to " + peer, 1, Integer::sum);
          }

          @Override
          public void surveyed(SimulatedBackend caller, PeerId peer, Set<RepoPath> paths) {
            surveys++;
          }

          @Override
          public void closed(SimulatedBackend caller, PeerId peer, RepoPath path, boolean heard) {
            open.merge(caller.host() + " to " + peer, -1, Integer::sum);
          }

          @Override
          public void pushed(
              SimulatedBackend caller, PeerId peer, RepoPath path, Push push, PushResult result) {
            pushes++;
          }

          @Override
          public void done(
              SimulatedBackend caller,
              SimulatedRepository repository,
              Step step,
              StepOutcome outcome) {
            attempts++;
          }
        });
  }

  /** How often each host called each other one since the last {@link #forgetCalls}. */
  Map<String, Integer> calls() {
    return calls;
  }

  void forgetCalls() {
    calls.clear();
  }

  /** From now on calls fail in a way that no part of the engine is made for, or do not. */
  void failCalls(boolean fail) {
    unforeseen = fail;
  }

  int pushes() {
    return pushes;
  }

  /** How often a host asked another one about all sources at once. */
  int surveys() {
    return surveys;
  }

  /** How many connections a host has open to another one. */
  int open(Host from, Host to) {
    return open.getOrDefault(from.id + " to " + to.id, 0);
  }

  /** How many changes daemons have tried to make to their repositories. */
  int attempts() {
    return attempts;
  }

  /** Does everything that can be done without time going by. */
  void settle() {
    for (int tasks = 0; runOne(); tasks++) {
      if (tasks > ENDLESS) {
        throw new AssertionError("the work never ends");
      }
    }
  }

  private boolean runOne() {
    VirtualTime.Task task = world.time().take(dice);
    if (task == null) {
      return false;
    }
    task.work.run();
    return true;
  }

  /** Lets time go by, with all that is due in its course. */
  void pass(Duration duration) {
    long end = world.time().nanos() + duration.toNanos();
    settle();
    while (world.time().nanos() < end) {
      world.time().moveTo(world.time().nextBefore(end));
      settle();
    }
  }

  void cut(Host one, Host other) {
    world.link(one.id, other.id).become(Link.State.DOWN);
  }

  void join(Host one, Host other) {
    world.link(one.id, other.id).become(Link.State.UP);
  }

  /** A machine, its daemon and its user. */
  final class Host {

    final PeerId id;
    final SimulatedHost machine;
    private Configuration configuration;
    private Optional<SimulatedDaemon> daemon = Optional.empty();

    Host(String name, Source... sources) {
      this.id = new PeerId(name);
      this.machine = world.addHost(id);
      this.configuration = new Configuration(id, ImmutableList.copyOf(sources));
    }

    void start() {
      SimulatedDaemon life =
          new SimulatedDaemon(
              world, machine, Tampering.NONE, Duration.ZERO, KeptRefs.DEFAULT, event -> {});
      daemon = Optional.of(life);
      life.configure(configuration);
    }

    void kill() {
      daemon.orElseThrow().kill();
    }

    void reconfigure(Source... sources) {
      configuration = new Configuration(id, ImmutableList.copyOf(sources));
      daemon.orElseThrow().configure(configuration);
    }

    Hesokuri engine() {
      return daemon.orElseThrow().engine();
    }

    SimulatedRepository repository(RepoPath path) {
      return machine.repository(path).orElseThrow();
    }

    private SimulatedWorktree worktree(RepoPath path) {
      return repository(path).worktrees().get(0);
    }

    /** The branches at the path and the commits that they point to. */
    Map<BranchName, CommitHash> branches(RepoPath path) {
      Map<BranchName, CommitHash> tips = new TreeMap<>();
      repository(path).branches().forEach((name, tip) -> tips.put(name, tip.hash()));
      return tips;
    }

    /** The commit of which HEAD, index and files are; empty if they are not of one commit. */
    Optional<CommitHash> checkedOut(RepoPath path) {
      SimulatedWorktree worktree = worktree(path);
      return worktree
          .head()
          .flatMap(repository(path)::tip)
          .filter(tip -> worktree.index.equals(tip.tree()) && worktree.files.equals(tip.tree()))
          .map(Commit::hash);
    }

    /** The user commits to the branch that is checked out. */
    CommitHash commit(RepoPath path) {
      Optional<Commit> tip = worktree(path).head().flatMap(repository(path)::tip);
      return commit(path, tip.map(List::of).orElse(List.of()));
    }

    /** The user checks the branch out, new if it does not exist, and commits to it. */
    CommitHash commitOn(RepoPath path, String branch) {
      BranchName name = new BranchName(branch);
      Map<String, String> tree =
          repository(path).tip(name).<Map<String, String>>map(Commit::tree).orElse(Map.of());
      worktree(path).attach(name, tree);
      return commit(path);
    }

    /** The user replaces the last commit of the branch that is checked out. */
    CommitHash amend(RepoPath path) {
      Commit tip = worktree(path).head().flatMap(repository(path)::tip).orElseThrow();
      return commit(path, tip.parents());
    }

    /** The user points a branch that is not checked out to a commit. */
    void point(RepoPath path, String branch, CommitHash to) {
      SimulatedRepository repository = repository(path);
      repository.changedByUser(
          world.graph(), () -> repository.set(new BranchName(branch), world.graph().get(to)));
      world.witness().stirred(repository);
    }

    private CommitHash commit(RepoPath path, List<Commit> parents) {
      SimulatedRepository repository = repository(path);
      SimulatedWorktree worktree = worktree(path);
      BranchName head = worktree.head().orElseThrow();
      worktree.files.put("notes", "by commit " + (world.graph().size() + 1));
      worktree.commitAll();
      Commit made = world.commit(new ArrayList<>(parents), worktree.index);
      repository.changedByUser(world.graph(), () -> repository.set(head, made));
      world.witness().stirred(repository);
      return made.hash();
    }

    /** The user has changed a file and not saved it in a commit. */
    void edit(RepoPath path) {
      worktree(path).files.put("notes", "unsaved");
    }

    /** A git command of the user's begins and does not end. */
    void lockIndex(RepoPath path) {
      worktree(path).lockIndex(true);
    }

    /** The user takes the change back, and nobody is told. */
    void undo(RepoPath path) {
      SimulatedWorktree worktree = worktree(path);
      worktree.files.clear();
      worktree.files.putAll(worktree.index);
    }
  }
}
