package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A daemon that is killed just while it advances checkouts, again and again, while a user saves
 * files between its death and its return. It mends by itself what it left, and nothing is lost.
 *
 * <p>{@code -Dkills=N} does more than usual, {@code -Dseed=S} others.
 */
final class KilledAdvanceEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";
  private static final int KILLS = Integer.getInteger("kills", 8);
  private static final long SEED = Long.getLong("seed", 2013);
  private static final int FILES = 40;

  private static final String[] SOURCES =
      IntStream.range(0, 4).mapToObj(i -> "cut" + i).toArray(String[]::new);

  @RegisterExtension
  static final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .jvmOption("-XX:TieredStopAtLevel=1")
          .jvmOption("-XX:+UseSerialGC")
          .liveEdit(SOURCES);

  private final Host alpha = network.host(ALPHA);
  private final Host beta = network.host(BETA);
  private final Random random = new Random(SEED);
  private final Map<String, String> saved = new LinkedHashMap<>();
  private int interrupted;

  @BeforeAll
  static void start() {
    network.bornEverywhere();
    for (String source : SOURCES) {
      network.host(BETA).git(source).write(".git/info/exclude", "*.ign\n");
      // So main of alpha follows at once, without any files.
      network.host(ALPHA).git(source).run("checkout", "-q", "--detach");
    }
    network.startAll();
  }

  @Test
  void whatWasCutIsMendedAndNothingThatWasSavedIsLost() {
    for (int round = 1; round <= KILLS; round++) {
      for (String source : SOURCES) {
        theyCommit(source, round);
      }
      awaitAnAdvance();
      Await.pause(Duration.ofMillis(random.nextInt(40)));
      beta.daemon().kill();
      for (String source : SOURCES) {
        interrupted += advances(source).isEmpty() ? 0 : 1;
        save(source, round);
      }
      beta.launch();
      for (String source : SOURCES) {
        settle(source, round);
      }
    }
    System.out.printf(
        "seed %d: %d SIGKILLs cut %d advances of checkouts; %d texts saved meanwhile, none lost%n",
        SEED, KILLS, interrupted, saved.size());
    assertThat(interrupted).as("advances that were cut").isPositive();
    for (String source : SOURCES) {
      beta.awaitCheckout(source, alpha.tip(source, "main"));
      beta.assertSound(source);
    }
  }

  private void theyCommit(String source, int round) {
    TestGit peer = alpha.git(source);
    peer.run("checkout", "-q", "--detach", "main");
    for (int file = 0; file < FILES; file++) {
      peer.write("folder" + file % 5 + "/" + file, "theirs " + round + "\n");
    }
    peer.write("file", "theirs " + round + "\n");
    peer.run("add", "-A");
    peer.run("commit", "-q", "-m", "Round " + round);
    peer.run("branch", "-q", "-f", "main", "HEAD");
  }

  private void awaitAnAdvance() {
    Await.until(
        () -> "an advance begins; beta says " + beta.logText(),
        Duration.ofMillis(1),
        () -> IntStream.range(0, SOURCES.length).anyMatch(i -> !advances(SOURCES[i]).isEmpty()));
  }

  /** What advances that are under way, or were cut, have in the git folder. */
  private List<Path> advances(String source) {
    List<Path> found = new ArrayList<>();
    Path own = beta.path(source).resolve(".git/hesokuri");
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(own, "advance-*")) {
      folders.forEach(found::add);
    } catch (NoSuchFileException none) {
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** While the daemon is dead, a user adds lines to files that are there, new or ignored. */
  private void save(String source, int round) {
    String[] places = {"file", "folder1/" + (1 + 5 * random.nextInt(8)), "cache.ign", "notes"};
    String place = places[random.nextInt(places.length)];
    String token = "token-" + source + "-" + round + ";";
    try {
      Path file = beta.path(source).resolve(place);
      if (Files.isDirectory(file.getParent())) {
        Files.writeString(file, token + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        saved.put(token, source);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The daemon mends; then the user stashes what was saved, and main comes to where theirs is. */
  private void settle(String source, int round) {
    TestGit mine = beta.git(source);
    Await.until(
        () -> "round " + round + ": " + source + " is mended: " + advances(source),
        () -> advances(source).isEmpty() || isClean(mine));
    Await.until(
        () -> "round " + round + ": the user stashes in " + source,
        () -> isClean(mine) || mine.attempt("stash", "push", "-q", "-u").exitCode() == 0);
    beta.awaitCheckout(source, alpha.tip(source, "main"));
    saved.forEach(
        (token, where) -> {
          if (where.equals(source) && token.contains("-" + round + ";")) {
            assertThat(isThere(mine, token)).as("%s with seed %d", token, SEED).isTrue();
          }
        });
  }

  private static boolean isClean(TestGit git) {
    return git.run("--no-optional-locks", "status", "--porcelain").isEmpty();
  }

  private static boolean isThere(TestGit git, String token) {
    return git.run("log", "--all", "--reflog", "-m", "-p", "--format=%B").contains(token)
        || LiveFolder.files(git.folder()).stream().anyMatch(file -> holds(file, token));
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
