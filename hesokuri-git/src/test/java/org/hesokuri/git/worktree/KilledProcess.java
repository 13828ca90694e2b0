package org.hesokuri.git.worktree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.core.git.Step;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/** A process of its own that advances a worktree and is killed by the system on the way. */
final class KilledProcess {

  private KilledProcess() {}

  /** Worktree, old tip, new tip, moment to die at. */
  public static void main(String[] arguments) throws Exception {
    String worktree = arguments[0];
    Witness witness =
        (moment, path) -> {
          if (moment.name().equals(arguments[3])) {
            killMyself();
          }
        };
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(Path.of(worktree, ".git").toFile()).build()) {
      new WorktreeFastForward(System.getenv(), witness, Duration.ZERO, Duration.ZERO)
          .advance(
              repository,
              new Step.FastForwardWorktree(
                  worktree,
                  new BranchName("main"),
                  Optional.of(new CommitHash(arguments[1])),
                  new CommitHash(arguments[2])));
    }
  }

  private static void killMyself() {
    try {
      String me = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-KILL", me).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
