package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hesokuri.git.testing.TestGit;

/** A peer that keeps many displaced tips: costs must not grow with what was displaced. */
final class ManyKept implements Scenario {

  private static final int MANY = 20_000;
  private static final int REFS_LEFT = 64;
  private static final int WARM = 20;
  private static final int ROUNDS = 60;
  private static final String SOURCE = "s";

  @Override
  public String name() {
    return "many-kept";
  }

  @Override
  public String about() {
    return "a commit and an amend to a peer that keeps 20,000 displaced tips, and to one without";
  }

  /** A machine and its peer. */
  private record Pair(Machine from, Machine to) {

    void configure() {
      String configuration = Machine.configuration(List.of(from, to), List.of(SOURCE), "");
      from.configure(configuration);
      to.configure(configuration);
    }

    List<Daemon> start() {
      return List.of(to.start(), from.start());
    }

    void stop() {
      from.stop();
      to.stop();
    }

    /** From the return of git to the ref at the peer, in nanoseconds. */
    long arrival(int number, String... amend) throws IOException {
      Await.rest();
      TestGit git = from.git(SOURCE);
      git.write("file", "content " + number + "\n");
      List<String> command = new ArrayList<>(List.of("commit", "-q", "-a", "-m", "No " + number));
      command.addAll(List.of(amend));
      git.run(command.toArray(String[]::new));
      long committed = System.nanoTime();
      Await.ref(
          to.branchFile(SOURCE, "main_hesokr_" + from.id()),
          Pushing.hash(from.branchFile(SOURCE, "main")));
      return System.nanoTime() - committed;
    }
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    List<Machine> all = workplace.network("ant", "bee", "cow", "dog");
    Pair none = new Pair(all.get(0), all.get(1));
    Pair many = new Pair(all.get(2), all.get(3));
    for (Pair pair : List.of(none, many)) {
      pair.from().init(SOURCE).commit("file", "0\n");
      pair.to().cloned(SOURCE, pair.from());
      pair.configure();
    }
    keepMany(many);
    long begun = System.nanoTime();
    many.start();
    Await.until(
        "the tips are folded", Duration.ofMinutes(20), () -> keptRefs(many.to()) <= REFS_LEFT);
    report.add(
        Figure.alone(
            name(),
            "start to 20,000 kept tips in folds, once",
            "ms",
            Samples.millis(List.of(System.nanoTime() - begun))));
    many.stop();
    measure(none, many, report);
    all.forEach(Machine::close);
  }

  private void measure(Pair none, Pair many, Report report) throws IOException {
    List<Daemon> ofNone = none.start();
    List<Daemon> ofMany = many.start();
    List<List<Long>> took = List.of(new ArrayList<>(), new ArrayList<>());
    List<List<Long>> tookAmended = List.of(new ArrayList<>(), new ArrayList<>());
    List<Pair> pairs = List.of(none, many);
    for (int i = 0; i < WARM + ROUNDS; i++) {
      for (int which = 0; which < pairs.size(); which++) {
        long commit = pairs.get(which).arrival(2 * i);
        long amend = pairs.get(which).arrival(2 * i + 1, "--amend");
        if (i >= WARM) {
          took.get(which).add(commit);
          tookAmended.get(which).add(amend);
        }
      }
    }
    report.add(beside("commit to a peer that keeps 20,000 tips", took).toReach(1.3));
    report.add(beside("amend to a peer that keeps 20,000 tips", tookAmended).toReach(1.3));
    report.add(
        Figure.beside(
                name(),
                "memory of both daemons",
                "MB",
                Samples.one(megabytes(ofMany)),
                "that keeps none",
                Samples.one(megabytes(ofNone)))
            .toReach(1.1));
  }

  private Figure beside(String what, List<List<Long>> took) {
    return Figure.beside(
        name(),
        what,
        "ms",
        Samples.millis(took.get(1)),
        "that keeps none",
        Samples.millis(took.get(0)));
  }

  private static double megabytes(List<Daemon> daemons) {
    return daemons.stream().mapToDouble(daemon -> daemon.megabytes("VmRSS")).sum();
  }

  private static int keptRefs(Machine machine) {
    return (int) machine.git(SOURCE).run("for-each-ref", "refs/hesokuri/kept").lines().count();
  }

  /** As if the branch had been amended so often: both have the commits, the peer has the refs. */
  private static void keepMany(Pair pair) throws IOException {
    TestGit from = pair.from().git(SOURCE);
    String base = from.hash("main");
    StringBuilder commits = new StringBuilder();
    for (int i = 1; i <= MANY; i++) {
      String file = "content " + i + "\n";
      commits.append("commit refs/amended\nmark :").append(i).append('\n');
      commits.append("committer Tester <tester@example.com> ").append(1_750_000_000L + i);
      commits.append(" +0000\ndata 7\nAmended\nfrom ").append(base).append('\n');
      commits.append("M 100644 inline file\ndata ").append(file.length()).append('\n');
      commits.append(file).append('\n');
    }
    Path marks = Files.createTempFile("hesokuri-bench", ".marks");
    feed(from, commits.toString(), "fast-import", "--quiet", "--force", "--export-marks=" + marks);
    List<String> hashes =
        Files.readAllLines(marks).stream()
            .map(line -> line.substring(line.indexOf(' ') + 1))
            .toList();
    Files.delete(marks);
    feed(from, refs("create", hashes), "update-ref", "--stdin");
    pair.to()
        .git(SOURCE)
        .run(
            "fetch",
            "-q",
            from.folder().toString(),
            "refs/amended-as/*:refs/hesokuri/kept/main_hesokr_" + pair.from().id() + "/*");
    feed(from, refs("delete", hashes), "update-ref", "--stdin");
    from.run("update-ref", "-d", "refs/amended");
  }

  private static String refs(String what, List<String> hashes) {
    return hashes.stream()
        .map(hash -> what + " refs/amended-as/" + hash + " " + hash + "\n")
        .collect(Collectors.joining());
  }

  private static void feed(TestGit git, String input, String... command) throws IOException {
    Path file = Files.createTempFile("hesokuri-bench", ".in");
    Files.writeString(file, input);
    git.runWith(file, Path.of("/dev/null"), command);
    Files.delete(file);
  }
}
