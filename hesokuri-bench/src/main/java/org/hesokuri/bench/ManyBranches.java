package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hesokuri.git.testing.TestGit;

/** Sources of many branches. */
final class ManyBranches implements Scenario {

  private static final int WARM = 3;
  private static final int ROUNDS = 20;
  private static final int ROUNDS_OF_THE_LARGEST = 5;
  private static final int LARGE = 10_000;
  private static final int SINGLE_WARM = 40;
  private static final int SINGLE_ROUNDS = 60;

  @Override
  public String name() {
    return "many-branches";
  }

  @Override
  public String about() {
    return "1 to 10,000 new branches at once, and one changed among 10,000";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    List<Machine> both = workplace.network("ant", "bee");
    Machine ant = both.get(0);
    Machine bee = both.get(1);
    for (int number : new int[] {1, 100, 1_000, LARGE}) {
      toAnEmptyPeer(ant, bee, number, report);
    }
    oneAmongMany(ant, bee, report);
  }

  /** New branches appear in a source that was in step: all go in one push. */
  private void toAnEmptyPeer(Machine ant, Machine bee, int number, Report report)
      throws IOException {
    String source = "s" + number;
    TestGit git = ant.init(source);
    git.commit("file", "0\n");
    bee.init(source);
    ant.configure(Machine.configuration(List.of(ant, bee), List.of(source), ""));
    ant.start();
    Await.ref(bee.branchFile(source, "main_hesokr_ant"), git.hash("main"));
    List<Long> ours = new ArrayList<>();
    List<Long> theirs = new ArrayList<>();
    int rounds = number == LARGE ? ROUNDS_OF_THE_LARGEST : ROUNDS;
    int warm = number == LARGE ? 1 : WARM;
    for (int i = 0; i < warm + rounds; i++) {
      String prefix = "round" + i + "/";
      git.commit("file", "round " + i + "\n");
      String hash = git.hash("HEAD");
      // Otherwise the branches wait until this commit has arrived, which is not what is measured.
      Await.ref(bee.branchFile(source, "main_hesokr_ant"), hash);
      Path commands = Files.createTempFile("hesokuri-bench", ".refs");
      Files.writeString(commands, creations(prefix, number, hash));
      long begin = System.nanoTime();
      git.runWith(commands, Path.of("/dev/null"), "update-ref", "--stdin");
      long made = System.nanoTime();
      awaitBranches(bee.branchFile(source, "round" + i), number);
      long arrived = System.nanoTime();
      long pushed = pushAll(git, ant, bee, number, i);
      // Each round is to an empty peer, as git's is.
      delete(git, commands, prefix, number, "");
      delete(bee.git(source), commands, prefix, number, "_hesokr_ant");
      Files.delete(commands);
      if (i >= warm) {
        ours.add(arrived - made);
        theirs.add(pushed);
      }
      report.say(
          String.format(
              "    round %d: made in %d ms", i, Duration.ofNanos(made - begin).toMillis()));
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

  private static String creations(String prefix, int number, String hash) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < number; i++) {
      lines.append("create refs/heads/").append(prefix).append(i).append(' ').append(hash);
      lines.append('\n');
    }
    return lines.toString();
  }

  private static void delete(TestGit git, Path commands, String prefix, int number, String suffix)
      throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < number; i++) {
      lines.append("delete refs/heads/").append(prefix).append(i).append(suffix).append('\n');
    }
    Files.writeString(commands, lines);
    git.runWith(commands, Path.of("/dev/null"), "update-ref", "--stdin");
  }

  private static void awaitBranches(Path folder, int number) {
    Await.until(
        number + " branches are in " + folder,
        Duration.ofMinutes(5),
        () -> {
          String[] names = folder.toFile().list((dir, name) -> !name.endsWith(".lock"));
          return names != null && names.length >= number;
        });
  }

  private static long pushAll(TestGit git, Machine ant, Machine bee, int number, int round)
      throws IOException {
    String target = "git-" + number + "-" + round;
    bee.init(target);
    long begin = System.nanoTime();
    CompletableFuture<String> push =
        CompletableFuture.supplyAsync(
            () ->
                git.run(
                    "-c",
                    "core.sshCommand=" + ant.sshCommand("-o", "ControlMaster=no"),
                    "push",
                    "-q",
                    bee.id() + ":" + bee.path(target),
                    "refs/heads/round" + round + "/*:refs/heads/round" + round + "/*"));
    awaitBranches(bee.branchFile(target, "round" + round), number);
    long took = System.nanoTime() - begin;
    push.join();
    return took;
  }

  /** Costs grow with what changed, not with what is there. */
  private void oneAmongMany(Machine ant, Machine bee, Report report) throws IOException {
    for (String source : List.of("few", "many")) {
      TestGit git = ant.init(source);
      git.commit("file", "0\n");
      if (source.equals("many")) {
        Path commands = Files.createTempFile("hesokuri-bench", ".refs");
        Files.writeString(commands, creations("b/", LARGE - 1, git.hash("HEAD")));
        git.runWith(commands, Path.of("/dev/null"), "update-ref", "--stdin");
        Files.delete(commands);
        git.run("pack-refs", "--all");
      }
      bee.init(source);
      // What the peer holds is packed as well, as git gc does by itself.
      git.run("push", "-q", bee.path(source).toString(), "refs/heads/*:refs/heads/*_hesokr_ant");
      bee.git(source).run("pack-refs", "--all");
    }
    ant.configure(Machine.configuration(List.of(ant, bee), List.of("few", "many"), ""));
    ant.start();
    List<Long> few = new ArrayList<>();
    List<Long> many = new ArrayList<>();
    for (int i = 0; i < SINGLE_WARM + SINGLE_ROUNDS; i++) {
      long one = arrival(ant, bee, "few", i);
      long other = arrival(ant, bee, "many", i);
      if (i >= SINGLE_WARM) {
        few.add(one);
        many.add(other);
      }
    }
    report.add(
        Figure.beside(
                name(),
                "one changed branch among 10,000",
                "ms",
                Samples.millis(many),
                "among 1",
                Samples.millis(few))
            .toReach(1.5));
    ant.stop();
  }

  private static long arrival(Machine ant, Machine bee, String source, int number)
      throws IOException {
    long committed = Pushing.commit(ant.git(source), number + 1);
    Await.ref(
        bee.branchFile(source, "main_hesokr_ant"), Pushing.hash(ant.branchFile(source, "main")));
    return System.nanoTime() - committed;
  }
}
