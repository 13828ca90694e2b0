package org.hesokuri.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.git.testing.TestGit;

/** An advance of a checked-out branch in a big working tree. */
final class BigAdvance implements Scenario {

  private static final int FILES = 50_000;
  private static final int FOLDERS = 500;
  private static final int CHANGED = 10;
  private static final int WARM = 10;
  private static final int ROUNDS = 20;

  /** An advance waits until the user has left index and HEAD alone for a second. */
  private static final long REST_MILLIS = 1_200;

  @Override
  public String name() {
    return "big-advance";
  }

  @Override
  public String about() {
    return "advance that changes 10 of 50,000 checked-out files, against git merge --ff-only";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    List<Machine> both = workplace.network("ant", "bee");
    Machine ant = both.get(0);
    TestGit git = ant.init("tree");
    for (int i = 0; i < FILES; i++) {
      git.write(name(i), "content of " + i + "\n");
    }
    git.run("add", "-A");
    git.run("commit", "-q", "-m", "All");
    TestGit merging = ant.git("merging");
    merging.run("clone", "-q", ant.path("tree").toString(), ".");
    ant.configure(
        "[{:host-to-path {\"ant\" \""
            + ant.path("tree")
            + "\" \"bee\" \"/nowhere/tree\"} :live-edit-branches {:only #{\"main\"}}}]");
    ant.start();
    List<Long> ours = new ArrayList<>();
    List<Long> theirs = new ArrayList<>();
    for (int i = 0; i < WARM + ROUNDS; i++) {
      long took = advance(ant, git, i);
      long merged = merge(merging, ant.path("tree"), git.hash("main"));
      if (i >= WARM) {
        ours.add(took);
        theirs.add(merged);
      }
    }
    report.add(
        Figure.beside(
                name(),
                "advance of 10 files among 50,000",
                "ms",
                Samples.millis(ours),
                "git merge --ff-only",
                Samples.millis(theirs))
            .toReach(1.3));
  }

  private static String name(int file) {
    return "folder" + file % FOLDERS + "/file" + file;
  }

  /** A copy appears as a push would make it; nanoseconds until branch, index and files have it. */
  private static long advance(Machine ant, TestGit git, int round) throws Exception {
    String next = commitBeside(git, round);
    Thread.sleep(REST_MILLIS);
    Path lock = ant.path("tree").resolve(".git/index.lock");
    git.run("update-ref", "refs/heads/main_hesokr_bee", next);
    long set = System.nanoTime();
    Await.ref(ant.branchFile("tree", "main"), next);
    Await.until("no lock is left", Duration.ofSeconds(20), () -> !Files.exists(lock));
    long took = System.nanoTime() - set;
    if (!git.run("--no-optional-locks", "status", "--porcelain").isEmpty()) {
      throw new IllegalStateException("the advance left the worktree unclean");
    }
    return took;
  }

  /** A commit on top of main that changes some files, made without touching the worktree. */
  private static String commitBeside(TestGit git, int round) throws Exception {
    Path script = Files.createTempFile("hesokuri-bench", ".import");
    StringBuilder text = new StringBuilder("commit refs/bench/next\n");
    text.append("committer Bench <bench@example.com> ").append(1_700_000_000 + round);
    text.append(" +0000\ndata 0\nfrom ").append(git.hash("main")).append('\n');
    for (int i = 0; i < CHANGED; i++) {
      String content = "round " + round + "\n";
      text.append("M 644 inline ").append(name((round * CHANGED + i) * 7 % FILES)).append('\n');
      text.append("data ").append(content.length()).append('\n').append(content).append('\n');
    }
    Files.writeString(script, text);
    git.runWith(script, Path.of("/dev/null"), "fast-import", "--quiet", "--force");
    Files.delete(script);
    return git.hash("refs/bench/next");
  }

  private static long merge(TestGit merging, Path from, String hash) {
    merging.run("fetch", "-q", from.toString(), "main");
    long begin = System.nanoTime();
    merging.run("merge", "-q", "--ff-only", hash);
    return System.nanoTime() - begin;
  }
}
