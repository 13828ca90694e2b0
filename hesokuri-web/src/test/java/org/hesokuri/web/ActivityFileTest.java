package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.web.activity.Happening;
import org.hesokuri.web.activity.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ActivityFileTest {

  private static final Instant AT = Instant.parse("2026-11-23T12:00:00.123456789Z");
  private static final PeerId NAS = new PeerId("nas");

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("activity");
  }

  private static RecordedEvent met(int number) {
    return new RecordedEvent(number, AT.plusSeconds(number), new SyncEvent.PeerMet(NAS));
  }

  private static RecordedEvent lost(String why) {
    return new RecordedEvent(
        1,
        AT,
        new SyncEvent.PeerLost(NAS, PeerFailure.Kind.UNREACHABLE, why, Duration.ofSeconds(3)));
  }

  @Test
  void tellsAfterARestartWhatHappenedBefore() throws IOException {
    SyncEvent pushed =
        new SyncEvent.PushRefused(
            new RepoPath("/code/\u00fc x"),
            NAS,
            new BranchName("a\u202E\"b"),
            new CommitHash("a".repeat(40)),
            "no room");
    try (ActivityFile first = ActivityFile.open(file())) {
      first.accept(new RecordedEvent(1, AT, pushed));
      first.accept(met(2));
    }
    try (ActivityFile second = ActivityFile.open(file())) {
      second.accept(met(3));
      assertThat(second.damaged()).isZero();
      assertThat(second.newestFirst()).hasSize(3);
      assertThat(second.newestFirst().get(2))
          .isEqualTo(Happening.of(new RecordedEvent(1, AT, pushed)));
      assertThat(second.newestFirst().get(2).kind()).isEqualTo(Kind.REFUSED);
      assertThat(second.newestFirst().get(0).at()).isEqualTo(AT.plusSeconds(3));
    }
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void leavesOutDamagedLinesAndCountsThem() throws IOException {
    try (ActivityFile first = ActivityFile.open(file())) {
      first.accept(met(1));
      first.accept(met(2));
    }
    String good = Files.readString(file());
    Files.writeString(
        file(),
        good
            + "no json\n{}\n[1]\n{\"at\":\"yesterday\",\"kind\":\"reach\"}\n"
            + good.lines().findFirst().orElseThrow().replace("reach", "no-such-kind")
            + "\n{\"a\":"
            + "[".repeat(100_000)
            + "\n"
            + good.substring(0, 30));
    try (ActivityFile second = ActivityFile.open(file())) {
      assertThat(second.newestFirst()).hasSize(2);
      assertThat(second.damaged()).isEqualTo(7);
      second.accept(met(3));
    }
    // What was cut in the middle did not swallow the line after it.
    try (ActivityFile third = ActivityFile.open(file())) {
      assertThat(third.newestFirst()).hasSize(3);
    }
  }

  @Test
  void showsNothingHarmfulThatSomebodyWroteIntoTheFile() throws IOException {
    Files.writeString(
        file(),
        "{\"at\":\"2026-11-23T12:00:00Z\",\"kind\":\"reach\",\"trouble\":false,"
            + "\"sentence\":\"\\u001b[2J\\u202e\"}\n");
    try (ActivityFile activity = ActivityFile.open(file())) {
      assertThat(activity.newestFirst().get(0).sentence()).isEqualTo("\\u001b[2J\\u202e");
    }
  }

  @Test
  void takesABoundedPlaceOnTheDiskAndKeepsTheNewest() throws IOException {
    long most = 10_000;
    try (ActivityFile activity = ActivityFile.open(file(), most)) {
      for (int i = 1; i <= 1_000; i++) {
        activity.accept(met(i));
      }
      activity.accept(lost("x".repeat(100_000)));
    }
    assertThat(Files.size(file())).isLessThanOrEqualTo(most);
    assertThat(Files.size(folder.resolve("activity.old"))).isLessThanOrEqualTo(most);
    try (ActivityFile again = ActivityFile.open(file(), most)) {
      assertThat(again.damaged()).isZero();
      assertThat(again.newestFirst().get(0).sentence()).endsWith("x ...");
      assertThat(again.newestFirst().get(1).at()).isEqualTo(AT.plusSeconds(1_000));
      assertThat(again.newestFirst().size()).isBetween(80, 300);
    }
  }

  @Test
  void remembersABoundedNumber() {
    try (ActivityFile activity = ActivityFile.open(file())) {
      for (int i = 1; i <= ActivityFile.MOST_REMEMBERED + 10; i++) {
        activity.accept(met(i));
      }
      assertThat(activity.newestFirst()).hasSize(ActivityFile.MOST_REMEMBERED);
    }
  }

  @Test
  void readsTheEndOfAFileThatSomebodyMadeHuge() throws IOException {
    try (ActivityFile first = ActivityFile.open(file())) {
      first.accept(met(1));
    }
    byte[] good = Files.readAllBytes(file());
    Files.write(file(), new byte[30_000]);
    Files.write(
        file(),
        ("\n" + new String(good, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);
    try (ActivityFile second = ActivityFile.open(file(), 10_000)) {
      assertThat(second.newestFirst()).hasSize(1);
    }
  }

  @Test
  void goesOnWithoutTheFileWhereThereCanBeNone() throws IOException {
    Files.createDirectory(file());
    try (ActivityFile activity = ActivityFile.open(file())) {
      activity.accept(met(1));
      activity.accept(met(2));
      assertThat(activity.newestFirst()).hasSize(2);
    }
    assertThat(file()).isEmptyDirectory();
  }
}
