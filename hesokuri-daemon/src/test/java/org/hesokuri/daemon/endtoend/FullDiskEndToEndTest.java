package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.testing.SmallDisk;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Disks that are full, and disks that are not mounted; skipped where nothing can be mounted. */
final class FullDiskEndToEndTest {

  private static final String ALPHA = "127.0.0.2";
  private static final String BETA = "127.0.0.3";

  @RegisterExtension
  final Network network =
      Network.of(ALPHA, BETA)
          .impatient()
          .sources("roomy", "full/push")
          .liveEdit("tight/advance", "mounted/here");

  private Host alpha;
  private Host beta;

  @BeforeEach
  void meetTheMachines() {
    alpha = network.host(ALPHA);
    beta = network.host(BETA);
  }

  private void startWith(String source) {
    TestGit born = alpha.init(source);
    born.commit("file", "0\n");
    alpha.init("roomy").commit("file", "0\n");
    // Only these two: a daemon must not make a repository before its disk is mounted.
    String sources = "[" + network.definition(source) + network.definition("roomy") + "]";
    network.hosts().forEach(host -> host.configure(sources));
    network.startAll();
    Await.until(
        () -> source + " arrives on beta; it says " + beta.logText(),
        () -> arrived(source, born.hash("main")));
  }

  private boolean arrived(String source, String hash) {
    return Files.isDirectory(beta.path(source))
        && (beta.tip(source, "main").equals(hash)
            || beta.tip(source, alpha.copy("main")).equals(hash));
  }

  @Test
  void aPeerWhoseDiskIsFullIsToldAndFilledWhenThereIsRoom() throws IOException {
    try (SmallDisk disk = SmallDisk.of("4m", beta.home().resolve("src/full"))) {
      startWith("full/push");
      byte[] much = new byte[6_000_000];
      new Random(1).nextBytes(much);
      TestGit git = alpha.git("full/push");
      Files.write(git.folder().resolve("much"), much);
      git.run("add", "much");
      git.run("commit", "-q", "-m", "Much");
      long mark = alpha.mark();

      Await.until(
          () -> "alpha tells why; it says " + alpha.logSince(mark),
          () -> !alpha.linesSince(mark, "full/push").isEmpty());
      assertThat(beta.tip("full/push", alpha.copy("main"))).isNotEqualTo(git.hash("main"));
      alpha.awaitDump("full/push");
      assertThat(alpha.dumpOf("full/push")).doesNotContain("Exactly");
      // Another source of the same two goes on.
      beta.awaitTip("roomy", alpha.copy("main"), alpha.git("roomy").commit("file", "1\n"));

      disk.resize("64m");
      beta.awaitTip("full/push", alpha.copy("main"), git.hash("main"));
      beta.assertSound("full/push");
      stopAll();
    }
  }

  @Test
  void anAdvanceForWhichThereIsNoRoomLeavesEverythingAsItWas() throws IOException {
    try (SmallDisk disk = SmallDisk.of("8m", beta.home().resolve("src/tight"))) {
      startWith("tight/advance");
      beta.awaitCheckout("tight/advance", alpha.tip("tight/advance", "main"));
      Path file = beta.path("tight/advance").resolve("file");
      long mark = beta.mark();
      disk.fillUpTo(150_000);

      // Compressed it is small enough to arrive, but not to be checked out.
      String tip = alpha.git("tight/advance").commit("file", "nothing\n".repeat(200_000));
      beta.awaitTip("tight/advance", alpha.copy("main"), tip);

      Await.until(
          () -> "beta tells why; it says " + beta.logSince(mark),
          () -> beta.logSince(mark).contains("No space left"));
      assertThat(file).hasContent("0\n");
      assertThat(beta.git("tight/advance").run("--no-optional-locks", "status", "--porcelain"))
          .isEmpty();

      disk.empty();
      beta.awaitCheckout("tight/advance", tip);
      assertThat(file).hasContent("nothing\n".repeat(200_000));
      beta.assertSound("tight/advance");
      stopAll();
    }
  }

  @Test
  void aDiskThatIsNotMountedIsNoReasonToBeginAnew() throws IOException {
    Path place = beta.home().resolve("src/mounted");
    Path content = Files.createDirectories(beta.home().resolve("disk"));
    String tip;
    long mark = beta.mark();
    try (SmallDisk disk = SmallDisk.showing(content, place)) {
      startWith("mounted/here");
      tip = alpha.tip("mounted/here", "main");
      beta.awaitCheckout("mounted/here", tip);
      disk.unmount();
    }
    beta.awaitLog(mark, "/mounted/here: stopped: ");
    String missed = alpha.git("mounted/here").commit("file", "missed\n");
    Await.stays(
        () -> "nothing is made at " + place + ": " + LiveFolder.files(place) + beta.logSince(mark),
        Duration.ofSeconds(5),
        () -> !Files.exists(beta.path("mounted/here")));
    assertThat(alpha.dumpOf("mounted/here")).contains("Lacking");
    try (SmallDisk back = SmallDisk.showing(content, place)) {
      beta.awaitCheckout("mounted/here", missed);
      beta.assertSound("mounted/here");
      stopAll();
      back.unmount();
    }
  }

  private void stopAll() {
    network.hosts().forEach(Host::stop);
  }
}
