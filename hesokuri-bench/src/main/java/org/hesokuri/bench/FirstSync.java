package org.hesokuri.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hesokuri.git.testing.TestGit;

/** A big repository goes to a peer that has nothing of it. */
final class FirstSync implements Scenario {

  private static final int COMMITS = 20_000;
  private static final int BYTES_PER_COMMIT = 25_000;
  private static final int FOLDERS = 100;
  private static final int ROUNDS = 20;

  @Override
  public String name() {
    return "first-sync";
  }

  @Override
  public String about() {
    return "500 MB and 20,000 commits to an empty peer: time and memory against git push";
  }

  @Override
  public void run(Workplace workplace, Report report) throws Exception {
    List<Machine> both = workplace.network("ant", "bee");
    Machine ant = both.get(0);
    Machine bee = both.get(1);
    TestGit git = ant.init("big");
    fill(git, workplace.folder().resolve("import"));
    List<Long> ours = new ArrayList<>();
    List<Double> ourMemory = new ArrayList<>();
    List<Long> theirs = new ArrayList<>();
    List<Double> theirMemory = new ArrayList<>();
    String hash = git.hash("main");
    for (int i = 0; i < ROUNDS; i++) {
      String target = "big" + i;
      bee.init(target);
      ant.configure(
          "[{:host-to-path {\"ant\" \""
              + ant.path("big")
              + "\" \"bee\" \""
              + bee.path(target)
              + "\"}}]");
      Daemon daemon = ant.launch("-Xmx256m");
      daemon.awaitReady();
      long ready = System.nanoTime();
      MemoryWatch ourWatch = MemoryWatch.begin(daemon::processes);
      Await.ref(bee.branchFile(target, "main_hesokr_ant"), hash);
      ours.add(System.nanoTime() - ready);
      ourMemory.add(Math.max(ourWatch.end(), daemon.megabytes("VmHWM")));
      ant.stop();
      bee.init("git" + i);
      MemoryWatch watch = MemoryWatch.begin(FirstSync::processesOfThePush);
      theirs.add(Pushing.push(git, ant.sshCommand("-o", "ControlMaster=no"), bee, "git" + i, "m"));
      theirMemory.add(watch.end());
      for (String done : List.of(target, "git" + i)) {
        Workplace.delete(bee.path(done));
      }
      report.say("    round " + (i + 1) + " of " + ROUNDS + " is done");
    }
    report.add(
        Figure.beside(
                name(),
                "first sync of 500 MB",
                "ms",
                Samples.millis(ours),
                "git push",
                Samples.millis(theirs))
            .toReach(1.2));
    report.add(
        Figure.beside(
                name(),
                "its peak memory here, with its children",
                "MB",
                Samples.of(ourMemory),
                "git push with its children",
                Samples.of(theirMemory))
            .toReach(0.5));
  }

  /** Random content, which no compression makes smaller. */
  private static void fill(TestGit git, Path script) throws IOException {
    Random random = new Random(1);
    byte[] content = new byte[BYTES_PER_COMMIT];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(script), 1 << 20)) {
      for (int i = 0; i < COMMITS; i++) {
        random.nextBytes(content);
        say(
            out,
            "commit refs/heads/main\ncommitter Bench <bench@example.com> " + (1_700_000_000 + i));
        say(out, " +0000\ndata 0\nM 644 inline f" + i % FOLDERS + "/" + i + "\n");
        say(out, "data " + BYTES_PER_COMMIT + "\n");
        out.write(content);
        say(out, "\n");
      }
    }
    git.runWith(script, Path.of("/dev/null"), "fast-import", "--quiet");
    Files.delete(script);
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Stream<ProcessHandle> processesOfThePush() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").matches(".*/(git|ssh)$"))
        .filter(process -> isOfThePush(process));
  }

  /** The sshd is a child of this process, too, and what it runs is the other side. */
  private static boolean isOfThePush(ProcessHandle process) {
    return process
        .parent()
        .map(parent -> parent.info().command().orElse(""))
        .filter(command -> command.endsWith("sshd") || command.endsWith("sh"))
        .isEmpty();
  }

  /** The most memory that some processes held together, seen every few milliseconds. */
  private static final class MemoryWatch implements Runnable {

    private static final int PAUSE_MILLIS = 10;

    private final Supplier<Stream<ProcessHandle>> processes;
    private volatile boolean ended;
    private double most;

    private MemoryWatch(Supplier<Stream<ProcessHandle>> processes) {
      this.processes = processes;
    }

    static MemoryWatch begin(Supplier<Stream<ProcessHandle>> processes) {
      MemoryWatch watch = new MemoryWatch(processes);
      watch.thread = CompletableFuture.runAsync(watch);
      return watch;
    }

    private CompletableFuture<Void> thread = CompletableFuture.completedFuture(null);

    @Override
    public void run() {
      while (!ended) {
        double now =
            processes
                .get()
                .mapToDouble(process -> ProcessMemory.megabytes(process.pid(), "VmRSS"))
                .sum();
        most = Math.max(most, now);
        try {
          Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    double end() {
      ended = true;
      thread.join();
      return most;
    }
  }
}
