package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.hesokuri.git.testing.TestGit;

/** Sources of many branches. */
final class ManyBranches implements Scenario {

  private static final int WARM = 3;
  private static final int ROUNDS = 20;
  private static final int LARGE = 10_000;

  @Override
  public String name() {
    return "many-branches";
  }

  @Override
  public String about() {
    return "1 to 10,000 new branches at once, to an empty peer";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    List<Machine> both = workplace.network("ant", "bee");
    for (int number : new int[] {1, 100, 1_000, LARGE}) {
      toAnEmptyPeer(both.get(0), both.get(1), number, report);
    }
  }

  /** New branches appear in a source that was in step: all go in one push. */
  private void toAnEmptyPeer(Machine ant, Machine bee, int number, Report report)
      throws IOException {
    int warm = number == LARGE ? 1 : WARM;
    int rounds = warm + ROUNDS;
    // Each round has a source of its own: ext4 makes files slowly where many were just deleted.
    List<String> sources =
        IntStream.range(0, rounds).mapToObj(round -> "s" + number + "-" + round).toList();
    for (String source : sources) {
      ant.init(source).commit("file", "0\n");
      bee.init(source);
    }
    ant.configure(Machine.configuration(List.of(ant, bee), sources, ""));
    ant.start();
    for (String source : sources) {
      Await.ref(bee.branchFile(source, "main_hesokr_ant"), ant.git(source).hash("main"));
    }
    List<Long> ours = new ArrayList<>();
    List<Long> theirs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      long arrived = arrival(ant, bee, sources.get(round), number);
      long pushed = pushAll(ant, bee, sources.get(round), number);
      if (round >= warm) {
        ours.add(arrived);
        theirs.add(pushed);
      }
    }
    Figure figure =
        Figure.beside(
            name(),
            number + " new branches",
            "ms",
            Samples.millis(ours),
            "git push, new",
            Samples.millis(theirs));
    report.add(number == 1_000 ? figure.toReach(0.35) : figure);
    ant.stop();
  }

  /** From the return of git, which made the branches, to all of them on the peer. */
  private static long arrival(Machine ant, Machine bee, String source, int number)
      throws IOException {
    TestGit git = ant.git(source);
    git.commit("file", "1\n");
    String hash = git.hash("main");
    // Otherwise the branches wait until this commit has arrived, which is not what is measured.
    Await.ref(bee.branchFile(source, "main_hesokr_ant"), hash);
    createBranches(git, number, hash);
    long made = System.nanoTime();
    awaitBranches(bee, source, number);
    return System.nanoTime() - made;
  }

  /** Makes branches {@code many/0} and so on, all in one go. */
  static void createBranches(TestGit git, int number, String hash) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < number; i++) {
      lines.append("create refs/heads/many/").append(i).append(' ').append(hash).append('\n');
    }
    Path commands = Files.createTempFile("hesokuri-bench", ".refs");
    Files.writeString(commands, lines);
    git.runWith(commands, Path.of("/dev/null"), "update-ref", "--stdin");
    Files.delete(commands);
  }

  private static void awaitBranches(Machine bee, String source, int number) {
    Path folder = bee.branchFile(source, "many");
    Await.until(
        number + " branches are in " + folder,
        Duration.ofMinutes(5),
        () -> {
          String[] names = folder.toFile().list((dir, name) -> !name.endsWith(".lock"));
          return names != null && names.length >= number;
        });
  }

  private static long pushAll(Machine ant, Machine bee, String source, int number)
      throws IOException {
    String target = "git-" + source;
    bee.init(target);
    long begin = System.nanoTime();
    CompletableFuture<String> push =
        CompletableFuture.supplyAsync(
            () ->
                ant.git(source)
                    .run(
                        "-c",
                        "core.sshCommand=" + ant.sshCommand("-o", "ControlMaster=no"),
                        "push",
                        "-q",
                        bee.id() + ":" + bee.path(target),
                        "refs/heads/many/*:refs/heads/many/*"));
    awaitBranches(bee, target, number);
    long took = System.nanoTime() - begin;
    push.join();
    return took;
  }
}
