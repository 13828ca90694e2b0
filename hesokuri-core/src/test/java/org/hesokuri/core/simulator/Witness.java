package org.hesokuri.core.simulator;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.FoldStep;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.git.StepOutcome;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;

/** Sees everything that passes through the port, and may stir the world in between. */
public interface Witness {

  /** Lets everything happen at once and undisturbed. */
  Witness NONE = new Witness() {};

  /** The backend is between two steps: users may act, others may work, daemons may die. */
  default void between(SimulatedBackend caller, String where) {}

  /** The backend waits for a peer that does not answer. */
  default void waiting(SimulatedBackend caller, long nanos) {}

  /** A repository has changed: whoever watches it should be told. */
  default void stirred(SimulatedRepository repository) {
    repository.watchers().forEach(Runnable::run);
  }

  /** A daemon has created an empty repository. */
  default void created(SimulatedRepository repository) {}

  /** A daemon has just made the step, or something less that moves no branch. */
  default void changed(SimulatedRepository repository, Optional<Step> made) {}

  /** A daemon elsewhere has just made the push here, or something less that moves no branch. */
  default void received(SimulatedRepository repository, Optional<Push> made) {}

  /** A daemon is about to do a step, which it planned after the given look. */
  default void planned(
      SimulatedBackend caller, SimulatedRepository repository, Step step, RepoSnapshot look) {}

  /** A daemon is about to change folds of displaced tips. */
  default void planned(SimulatedBackend caller, SimulatedRepository repository, FoldStep step) {}

  /** Displaced tips were folded. */
  default void folded(SimulatedRepository repository) {}

  /** A daemon was told what became of its step. */
  default void done(
      SimulatedBackend caller, SimulatedRepository repository, Step step, StepOutcome outcome) {}

  /** A daemon tries to meet a peer. */
  default void calls(SimulatedBackend caller, PeerId peer, RepoPath path) {}

  /** A peer has said whether anything moved in the repositories, of those that it can say so of. */
  default void surveyed(SimulatedBackend caller, PeerId peer, Set<RepoPath> paths) {}

  /** A connection was opened. */
  default void opened(SimulatedBackend caller, PeerId peer, RepoPath path) {}

  /** A daemon has sent a push, and the peer has or has not answered. */
  default void pushed(
      SimulatedBackend caller, PeerId peer, RepoPath path, Push push, PushResult result) {}

  /** A daemon reads reflogs for the first time since it opened the repository. */
  default void opensAnew(SimulatedBackend caller, SimulatedRepository repository, Instant since) {}

  /** A peer has refused several refs because of one of them; they go again in parts. */
  default void refusedAsAWhole(SimulatedBackend caller) {}

  /**
   * The peer has said all this on a connection, the so-manieth of the world, and was listened to.
   */
  default void said(
      SimulatedBackend caller, PeerId peer, RepoPath path, int connection, Advertisement all) {}

  /**
   * A connection was closed.
   *
   * @param heard whether anybody had listened to what the peer said on it
   */
  default void closed(SimulatedBackend caller, PeerId peer, RepoPath path, boolean heard) {}
}
