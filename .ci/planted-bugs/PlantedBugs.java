import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Plants the faults of {@code bugs.txt} one by one, runs the test that is said to notice each, and
 * ends with 1 if a fault was not noticed. The tree is built once, where it is, and not touched: of a
 * faulty program only the one faulty file is compiled, elsewhere, and laid over that.
 *
 * <pre>
 * java .ci/planted-bugs/PlantedBugs.java                     # all of them
 * java .ci/planted-bugs/PlantedBugs.java carrier             # those whose title contains the word
 * java .ci/planted-bugs/PlantedBugs.java --share 3/8         # every eighth, from the fourth on
 * java .ci/planted-bugs/PlantedBugs.java --share 3/8 --since REV
 *                 # and those whose file, or whose test, is not as it was at that commit
 * </pre>
 */
final class PlantedBugs {

  /** How many are tried at the same time: a test by itself keeps one core busy. */
  private static final int LANES = 2;

  /** How JUnit's console program ends if a test has failed, and not for another reason. */
  private static final int A_TEST_FAILED = 1;

  /** What JUnit's console program says then. */
  private static final Pattern FAILURES = Pattern.compile("\\[ +[1-9][0-9]* tests failed +\\]");

  /** How many schedules a simulated world may go through until a fault has to show. */
  private static final int SCHEDULES = 20_000;

  /** How many of them to see that it passes without one: the build does that at length. */
  private static final int SCHEDULES_WITHOUT_FAULT = 2_000;

  /** Where Maven leaves what a module's tests see. */
  private static final String CLASS_PATH = "target/test.classpath";

  /** Where the extension is that ends a test class at its first failure. */
  private static final String EXTENSION = "target/skip-after-failure";

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

  public static void main(String[] arguments) throws Exception {
    Path tree = Path.of(run(Path.of("."), "git", "rev-parse", "--show-toplevel").text.strip());
    List<Bug> bugs = chosen(read(tree.resolve(".ci/planted-bugs/bugs.txt")), tree, arguments);
    if (bugs.isEmpty()) {
      System.err.println("No fault in bugs.txt is what " + List.of(arguments) + " asks for.");
      System.exit(2);
    }
    build(tree, bugs);
    PlantedBugs planted = new PlantedBugs(tree);
    planted.mustPassWithoutFault(bugs);
    int noticed = planted.plantAll(bugs);
    System.out.println(bugs.size() + " faults planted, " + noticed + " noticed");
    System.exit(noticed == bugs.size() ? 0 : 1);
  }

  /** The faults that the arguments ask for. */
  private static List<Bug> chosen(List<Bug> all, Path tree, String... arguments) throws Exception {
    List<Bug> left = all;
    String changed = "";
    List<Integer> share = List.of(0, 1);
    for (Iterator<String> next = List.of(arguments).iterator(); next.hasNext(); ) {
      String argument = next.next();
      switch (argument) {
        case "--share" -> share = share(next.next());
        case "--since" -> changed = changedSince(next.next(), tree);
        default -> left = left.stream().filter(bug -> bug.title.contains(argument)).toList();
      }
    }
    List<Bug> chosen = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      Bug bug = left.get(i);
      boolean hasChanged =
          changed.contains(bug.file + "\n") || changed.contains("/" + bug.test + ".java\n");
      if (i % share.get(1) == share.get(0) || hasChanged) {
        chosen.add(bug);
      }
    }
    return chosen;
  }

  /** What {@code 3/8} means: which, and of how many. */
  private static List<Integer> share(String text) {
    return text.equals("all")
        ? List.of(0, 1)
        : Stream.of(text.split("/", 2)).map(Integer::valueOf).toList();
  }

  /** The files that are not as they were at a commit, a line each. */
  private static String changedSince(String revision, Path tree) throws Exception {
    Ran ran = run(tree, "git", "diff", "--name-only", revision);
    if (ran.code != 0) {
      throw new IllegalArgumentException("git knows no commit " + revision + ": " + ran.text);
    }
    return ran.text;
  }

  /** Builds the modules whose tests are run, and has Maven say what these tests see. */
  private static void build(Path tree, List<Bug> bugs) throws Exception {
    String modules = bugs.stream().map(Bug::module).distinct().collect(Collectors.joining(","));
    Ran ran =
        run(
            tree,
            "mvn",
            "-B",
            "-q",
            // Error Prone belongs to the build of what is right; here only tests are to notice.
            "-P!analysis",
            "-pl",
            modules,
            "-am",
            "test-compile",
            "exec:exec",
            "-Dexec.executable=echo",
            "-Dexec.args=%classpath",
            "-Dexec.classpathScope=test",
            "-Dexec.outputFile=" + CLASS_PATH);
    if (ran.code != 0) {
      throw new IllegalStateException("the tree cannot be built: " + ran.text);
    }
    Path services = Files.createDirectories(tree.resolve(EXTENSION + "/META-INF/services"));
    Files.writeString(
        services.resolve("org.junit.jupiter.api.extension.Extension"), "SkipAfterFailure\n");
    Optional<String> problem =
        compile(
            tree.resolve(".ci/planted-bugs/SkipAfterFailure.java"),
            classPath(tree.resolve(bugs.get(0).module)),
            tree.resolve(EXTENSION));
    if (problem.isPresent()) {
      throw new IllegalStateException(problem.get());
    }
  }

  private static String classPath(Path module) throws IOException {
    return Files.readString(module.resolve(CLASS_PATH)).strip();
  }

  /** Compiles one file; empty, or what is wrong with it. */
  private static Optional<String> compile(Path file, String classPath, Path classes)
      throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of("-proc:none", "--release", "17", "-cp", classPath, "-d", classes.toString());
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled =
          compiler
              .getTask(said, files, null, options, null, files.getJavaFileObjects(file))
              .call();
      return compiled ? Optional.empty() : Optional.of("it does not compile: " + said);
    }
  }

  /** A test that fails anyway, or cannot be run like this, would notice everything. */
  private void mustPassWithoutFault(List<Bug> bugs) throws Exception {
    Map<String, Bug> byTest = new TreeMap<>();
    bugs.forEach(bug -> byTest.put(bug.test, bug));
    for (Bug bug : byTest.values()) {
      Ran ran = runTest(bug, Optional.empty(), SCHEDULES_WITHOUT_FAULT);
      if (ran.code != 0) {
        throw new IllegalStateException(bug.test + " fails without a fault: " + ran.text);
      }
    }
  }

  private int plantAll(List<Bug> bugs) throws Exception {
    Queue<Bug> left = new ConcurrentLinkedQueue<>(bugs);
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    List<Future<Integer>> counts = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      counts.add(lanes.submit(() -> plant(left)));
    }
    lanes.shutdown();
    int noticed = 0;
    for (Future<Integer> count : counts) {
      noticed += count.get();
    }
    return noticed;
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
    List<String> lines = new ArrayList<>(Files.readAllLines(tree.resolve(bug.file)));
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
    Path overlay = Files.createTempDirectory("planted-bug");
    try {
      return judge(bug, lines, overlay);
    } finally {
      delete(overlay);
    }
  }

  private Outcome judge(Bug bug, List<String> faulty, Path overlay) throws Exception {
    Path module = tree.resolve(bug.module);
    Path source = Files.write(overlay.resolve(bug.file.getFileName()), faulty);
    Optional<String> problem = compile(source, classPath(module), overlay);
    if (problem.isPresent()) {
      return new Outcome(false, problem.get());
    }
    Ran ran = runTest(bug, Optional.of(overlay), SCHEDULES);
    if (ran.code == 0) {
      return new Outcome(false, bug.test + " passed");
    }
    if (ran.code != A_TEST_FAILED || !FAILURES.matcher(ran.text).find()) {
      return new Outcome(false, bug.test + " could not be run: " + ran.text);
    }
    return new Outcome(true, "by " + bug.test + ": " + firstError(ran.text));
  }

  private Ran runTest(Bug bug, Optional<Path> overlay, int schedules) throws Exception {
    Path module = tree.resolve(bug.module);
    List<String> classPath = new ArrayList<>();
    overlay.map(Path::toString).ifPresent(classPath::add);
    classPath.add(tree.resolve(EXTENSION).toString());
    classPath.add(classPath(module));
    return run(
        module,
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Dschedules=" + schedules,
        "-Djunit.jupiter.extensions.autodetection.enabled=true",
        "-cp",
        String.join(File.pathSeparator, classPath),
        "org.junit.platform.console.ConsoleLauncher",
        "execute",
        "--disable-banner",
        "--disable-ansi-colors",
        "--details=summary",
        "--fail-if-no-tests",
        "--exclude-tag=slow",
        "--select-class=" + className(module, bug.test));
  }

  private static String className(Path module, String test) throws IOException {
    Path sources = module.resolve("src/test/java");
    try (Stream<Path> all = Files.walk(sources)) {
      Path file =
          all.filter(path -> path.endsWith(test + ".java"))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("there is no test class " + test));
      String name = sources.relativize(file).toString();
      return name.substring(0, name.length() - ".java".length()).replace(File.separatorChar, '.');
    }
  }

  private static String firstError(String text) {
    List<String> lines = text.lines().map(String::strip).toList();
    String first =
        lines.stream()
            .filter(line -> line.contains(" breaks a promise: "))
            .findFirst()
            .orElseGet(
                () ->
                    lines.stream()
                        .dropWhile(line -> !line.startsWith("=> "))
                        .filter(line -> !line.isEmpty())
                        .limit(4)
                        .collect(Collectors.joining(" ")));
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
