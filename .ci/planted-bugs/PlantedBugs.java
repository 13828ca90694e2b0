import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plants the faults of {@code bugs.txt} one by one in a copy of the tree, runs the test that is
 * said to notice each, and takes it out again, two at a time. It ends with 1 if a fault was not
 * noticed.
 *
 * <pre>
 * java .ci/planted-bugs/PlantedBugs.java            # all of them
 * java .ci/planted-bugs/PlantedBugs.java carrier    # those whose title contains the word
 * </pre>
 */
final class PlantedBugs {

  /** How many are tried at the same time: Maven by itself keeps one core busy, and a half. */
  private static final int LANES = 2;

  private static final Pattern FAILURES =
      Pattern.compile("Tests run: \\d+, Failures: (\\d+), Errors: (\\d+)");

  /**
   * One fault.
   *
   * @param title what the broken program does
   * @param file where the line is
   * @param right the line as it is, without its indentation; it stands in the file once
   * @param wrong the line that takes its place
   * @param module the module whose test notices it
   * @param test the test class
   */
  record Bug(String title, Path file, String right, String wrong, String module, String test) {}

  /** How one run went. */
  record Outcome(boolean noticed, String how) {}

  private final Path tree;

  private PlantedBugs(Path tree) {
    this.tree = tree;
  }

  public static void main(String[] words) throws Exception {
    Path here = Path.of(run(Path.of("."), "git", "rev-parse", "--show-toplevel").text.strip());
    List<Bug> bugs =
        read(here.resolve(".ci/planted-bugs/bugs.txt")).stream()
            .filter(bug -> Stream.of(words).allMatch(bug.title::contains))
            .toList();
    if (bugs.isEmpty()) {
      System.err.println("No fault in bugs.txt has a title that contains " + List.of(words));
      System.exit(2);
    }
    Queue<Bug> left = new ConcurrentLinkedQueue<>(bugs);
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      counts.add(lanes.submit(() -> plantInACopy(here, left)));
    }
    lanes.shutdown();
    int noticed = 0;
    for (Future<Integer> count : counts) {
      noticed += count.get();
    }
    System.out.println(bugs.size() + " faults planted, " + noticed + " noticed");
    System.exit(noticed == bugs.size() ? 0 : 1);
  }

  /** Plants one after the other in a copy of its own, until none is left; how many were noticed. */
  private static int plantInACopy(Path here, Queue<Bug> left) throws Exception {
    Path copy = Files.createTempDirectory("planted-bugs");
    try {
      copyTracked(here, copy);
      return new PlantedBugs(copy).plant(left);
    } finally {
      delete(copy);
    }
  }

  private static List<Bug> read(Path list) throws IOException {
    List<Bug> bugs = new ArrayList<>();
    for (String block : Files.readString(list).split("\n\\s*\n")) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      if (!lines.isEmpty()) {
        String[] by = field(lines, "by: ").split(" ");
        bugs.add(
            new Bug(
                field(lines, "fault: "),
                Path.of(field(lines, "in: ")),
                field(lines, "- "),
                field(lines, "+ "),
                by[0],
                by[1]));
      }
    }
    return bugs;
  }

  private static String field(List<String> lines, String prefix) {
    List<String> found = lines.stream().filter(line -> line.startsWith(prefix)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "a fault needs one line that starts with '" + prefix + "': " + lines);
    }
    return found.get(0).substring(prefix.length()).strip();
  }

  private static void copyTracked(Path from, Path to) throws Exception {
    for (String name : run(from, "git", "ls-files", "-z").text.split("\0")) {
      Path target = to.resolve(name);
      Files.createDirectories(target.getParent());
      Files.copy(from.resolve(name), target);
    }
  }

  private int plant(Queue<Bug> left) throws Exception {
    int noticed = 0;
    for (Bug bug = left.poll(); bug != null; bug = left.poll()) {
      long began = System.nanoTime();
      Outcome outcome = plant(bug);
      noticed += outcome.noticed ? 1 : 0;
      System.out.printf(
          "%-8s %3d s  %s%n         %s%n",
          outcome.noticed ? "noticed" : "MISSED",
          Duration.ofNanos(System.nanoTime() - began).toSeconds(),
          bug.title,
          outcome.how);
    }
    return noticed;
  }

  private Outcome plant(Bug bug) throws Exception {
    Path file = tree.resolve(bug.file);
    String right = Files.readString(file);
    List<String> lines = new ArrayList<>(right.lines().toList());
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(bug.right)) {
        places.add(i);
      }
    }
    if (places.size() != 1) {
      return new Outcome(
          false, bug.file + " holds the line " + places.size() + " times: " + bug.right);
    }
    lines.set(places.get(0), bug.wrong);
    Files.writeString(file, String.join("\n", lines) + "\n");
    try {
      return judge(bug);
    } finally {
      Files.writeString(file, right);
    }
  }

  private Outcome judge(Bug bug) throws Exception {
    Ran ran =
        run(
            tree,
            "mvn",
            "-B",
            // Error Prone would find some of them while it compiles; here the tests have to.
            "-P!analysis",
            "-pl",
            bug.module,
            "-am",
            "test",
            "-Dtest=" + bug.test,
            "-Dschedules=20000",
            "-Dsurefire.failIfNoSpecifiedTests=false");
    if (ran.code == 0) {
      boolean some = FAILURES.matcher(ran.text).find();
      return new Outcome(false, bug.test + (some ? " passed" : " has no test that runs"));
    }
    if (failures(ran.text) == 0) {
      return new Outcome(false, "the build broke before a test failed: " + firstError(ran.text));
    }
    return new Outcome(true, "by " + bug.test + ": " + firstError(ran.text));
  }

  private static int failures(String text) {
    int failures = 0;
    Matcher matcher = FAILURES.matcher(text);
    while (matcher.find()) {
      failures += Integer.parseInt(matcher.group(1)) + Integer.parseInt(matcher.group(2));
    }
    return failures;
  }

  private static String firstError(String text) {
    Optional<String> broken =
        text.lines().filter(line -> line.contains(" breaks a promise: ")).findFirst();
    String first =
        broken
            .or(
                () ->
                    text.lines()
                        .filter(line -> line.startsWith("[ERROR]"))
                        .filter(line -> !line.contains("Tests run:"))
                        .findFirst())
            .orElse("nothing was said")
            .replace("[ERROR] ", "")
            .strip();
    return first.length() > 150 ? first.substring(0, 150) + "..." : first;
  }

  /** What a command printed, and its exit code. */
  record Ran(int code, String text) {}

  private static Ran run(Path folder, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // Maven does not run for long enough to be worth the better compiler's time.
    builder.environment().putIfAbsent("MAVEN_OPTS", "-XX:TieredStopAtLevel=1");
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), text);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
