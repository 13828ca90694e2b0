package org.hesokuri.git.worktree;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work on a thread that nobody interrupts. An interrupt closes the file that Java is just reading
 * or writing, and would so stop an advance half way, and its undoing too.
 */
final class Uninterrupted {

  private Uninterrupted() {}

  /** Runs the work to its end; an interrupt of the caller is kept for afterwards. */
  static <T> T run(RunLock.Work<T> work) throws Stopped, IOException {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread thread = new Thread(task, "worktree fast-forward");
    thread.start();
    try {
      return Uninterruptibles.getUninterruptibly(task);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      Throwables.throwIfInstanceOf(cause, Stopped.class);
      Throwables.throwIfInstanceOf(cause, IOException.class);
      Throwables.throwIfUnchecked(cause);
      throw new IllegalStateException(cause);
    }
  }
}
