package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An advance with files never writes over a byte that only the user has. */
final class LosingBytesEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .liveEdit("untracked", "ignored", "ignored-folder", "assumed", "skipped", "touched")
          .liveEdit("race");

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    network.startAll();
  }

  @Test
  void anUntrackedFileThatTheNewTreeAlsoHasStays() throws IOException {
    TestGit mine = beta.git("untracked").write("new", "mine\n");

    String ahead = alpha.git("untracked").commit("new", "theirs\n");
    blocked("untracked", "new");
    assertThat(mine.folder().resolve("new")).hasContent("mine");

    Files.delete(mine.folder().resolve("new"));
    beta.awaitTip("untracked", "main", ahead);
    beta.assertClean("untracked");
  }

  @Test
  void anIgnoredFileThatTheNewTreeAlsoHasStays() throws IOException {
    TestGit mine = beta.git("ignored").write(".git/info/exclude", "secret\n");
    mine.write("secret", "mine\n");
    assertThat(mine.run("status", "--porcelain")).isEmpty();

    String ahead = alpha.git("ignored").commit("secret", "theirs\n");
    blocked("ignored", "secret");
    assertThat(mine.folder().resolve("secret")).hasContent("mine");

    Files.move(mine.folder().resolve("secret"), beta.home().resolve("moved away"));
    beta.awaitTip("ignored", "main", ahead);
    assertThat(mine.folder().resolve("secret")).hasContent("theirs");
  }

  @Test
  void anIgnoredFolderWhereTheNewTreeHasAFileStays() {
    TestGit mine = beta.git("ignored-folder").write(".git/info/exclude", "build/\n");
    mine.write("build/out", "mine\n");

    alpha.git("ignored-folder").commit("build", "theirs\n");
    blocked("ignored-folder", "build");

    assertThat(mine.folder().resolve("build/out")).hasContent("mine");
  }

  @Test
  void anEditedFileThatIsAssumedUnchangedStays() {
    TestGit mine = beta.git("assumed");
    mine.run("update-index", "--assume-unchanged", "file");
    mine.write("file", "mine\n");
    assertThat(mine.run("status", "--porcelain")).isEmpty();

    String ahead = alpha.git("assumed").commit("file", "theirs\n");
    blocked("assumed", "file");
    assertThat(mine.folder().resolve("file")).hasContent("mine");

    mine.write("file", "0\n");
    beta.awaitTip("assumed", "main", ahead);
    assertThat(mine.folder().resolve("file")).hasContent("theirs");
  }

  @Test
  void anEditedFileThatIsSkippedStays() {
    TestGit mine = beta.git("skipped");
    mine.run("update-index", "--skip-worktree", "file");
    mine.write("file", "mine\n");

    alpha.git("skipped").commit("file", "theirs\n");
    blocked("skipped", "file");

    assertThat(mine.folder().resolve("file")).hasContent("mine");
  }

  @Test
  void aFileThatWasOnlyTouchedHoldsNothingUp() throws IOException {
    Path file = beta.path("touched").resolve("file");
    Files.writeString(file, Files.readString(file));

    beta.awaitTip("touched", "main", alpha.git("touched").commit("file", "1\n"));
    beta.assertClean("touched");
  }

  /** Waits until an advance is told to be blocked by the path, and a retry changes nothing. */
  private void blocked(String source, String path) {
    Await.until(
        () -> source + " is blocked by " + path + "; the log is " + beta.logText(),
        () ->
            beta.linesSince(0, "/" + source + ": left main").stream()
                .anyMatch(line -> line.contains(path)));
    String before = beta.tip(source, "main");
    Await.stays(
        () -> "main of " + source + " stays",
        Network.BLOCKED_RETRY.multipliedBy(3),
        () -> beta.tip(source, "main").equals(before));
  }

  /** The user saves at any moment around an advance; every saved text is found again. */
  @Test
  void nothingThatIsSavedWhileAnAdvanceIsUnderWayIsLost() throws IOException {
    Random random = new Random(20_261_123);
    TestGit theirs = alpha.git("race");
    Path file = beta.path("race").resolve("file");
    int savedFirst = 0;
    int savedLater = 0;
    Duration lately = Duration.ofMillis(1);
    for (int round = 1; round <= 40; round++) {
      long mark = beta.mark();
      long begin = System.nanoTime();
      String ahead = theirs.commit("file", "theirs " + round + "\n");
      if (round % 8 == 1) {
        // However slow the machine is: so long an advance takes now, and this save is after it.
        beta.awaitTip("race", "main", ahead);
        lately = Duration.ofNanos(System.nanoTime() - begin);
      } else {
        Await.pause(lately.multipliedBy(random.nextInt(100)).dividedBy(100));
      }
      String token = "token-" + round + "-" + random.nextInt(1_000_000);
      save(file, token, round % 2 == 0);
      settled("race", ahead, mark);
      assertThat(places(token)).as("where %s of round %d is", token, round).isNotEmpty();
      if (beta.tip("race", "main").equals(ahead)) {
        savedLater++;
      } else {
        savedFirst++;
      }
      beta.git("race").run("checkout", "-q", "-f", "main");
      beta.awaitTip("race", "main", ahead);
      beta.assertClean("race");
    }
    System.out.println("saved before an advance " + savedFirst + ", after one " + savedLater);
    assertThat(savedFirst).isPositive();
    assertThat(savedLater).isPositive();
  }

  /** Waits until the daemon told how its first attempt to advance ended. */
  private void settled(String source, String ahead, long mark) {
    String commit = ahead.substring(0, 10);
    Await.until(
        () -> "an end of the advance to " + commit + ", in " + beta.logSince(mark),
        () ->
            beta.linesSince(mark, "/" + source + ": ").stream()
                .anyMatch(
                    line ->
                        line.contains("advanced main") && line.contains(commit)
                            || line.contains("left main") && line.contains(commit)));
  }

  private static void save(Path file, String token, boolean byRename) throws IOException {
    if (byRename) {
      Path next = Files.writeString(file.resolveSibling("file~"), token + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.writeString(file, token + "\n");
    }
  }

  private List<Path> places(String token) {
    // A text on its way from one place to another may be missed once, but not again and again.
    List<Path> found = List.of();
    for (int look = 0; look < 5 && found.isEmpty(); look++) {
      found =
          LiveFolder.files(beta.path("race")).stream().filter(file -> holds(file, token)).toList();
    }
    return found;
  }

  private static boolean holds(Path file, String token) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(token);
    } catch (NoSuchFileException gone) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
