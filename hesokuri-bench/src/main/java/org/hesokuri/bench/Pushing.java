package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.hesokuri.git.testing.TestGit;

/** Commits and pushes of C git, timed until the peer's ref has the new hash. */
final class Pushing {

  private Pushing() {}

  /** A commit as a user makes it; the nanosecond at which git returned. */
  static long commit(TestGit git, int number) {
    git.write("file", "content " + number + "\n");
    git.run("commit", "-q", "-a", "-m", "Change " + number);
    return System.nanoTime();
  }

  /** What a branch file holds. */
  static String hash(Path branchFile) throws IOException {
    return Files.readString(branchFile).strip();
  }

  /** Pushes main to a branch at a peer; nanoseconds from the start of git to the ref there. */
  static long push(TestGit git, String sshCommand, Machine to, String source, String branch)
      throws IOException {
    String hash = git.hash("main");
    long begin = System.nanoTime();
    CompletableFuture<String> push =
        CompletableFuture.supplyAsync(
            () ->
                git.run(
                    "-c",
                    "core.sshCommand=" + sshCommand,
                    "push",
                    "-q",
                    to.id() + ":" + to.path(source),
                    "main:" + branch));
    Await.ref(to.branchFile(source, branch), hash);
    long took = System.nanoTime() - begin;
    push.join();
    return took;
  }
}
