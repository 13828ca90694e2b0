package org.hesokuri.git.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hesokuri.git.testing.SmallDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file whose old content is there until the new one is. */
final class DiskTest {

  private static final byte[] NEW = "new".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("file"), "old");
  }

  private static void assertHoldsOnly(Path folder, String... names) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }

  @Test
  void replacesAFileInsteadOfWritingIntoIt() throws IOException {
    Path opened = Files.createLink(folder.resolve("opened"), file);
    Disk.replace(file, NEW);
    assertThat(file).hasContent("new");
    assertThat(opened).as("what a reader has open").hasContent("old");
    assertHoldsOnly(folder, "file", "opened");
  }

  @Test
  void overwritesWhatAKillLeft() throws IOException {
    Files.writeString(folder.resolve("file.new"), "half of something longer");
    Disk.replace(file, NEW);
    assertThat(file).hasContent("new");
    assertHoldsOnly(folder, "file");
  }

  @Test
  void keepsTheOldContentOnAFullDiskAndLeavesNothingBehind() throws IOException {
    Path place = folder.resolve("disk");
    try (SmallDisk disk = SmallDisk.of("1m", place)) {
      Path here = Files.writeString(place.resolve("file"), "old");
      disk.fillUpTo(8_192);
      assertThatIOException().isThrownBy(() -> Disk.replace(here, new byte[100_000]));
      assertThat(here).hasContent("old");
      assertHoldsOnly(place, "file", "filler");
    }
  }

  @Test
  void leavesNothingBehindWhereAFolderIsInTheWay() throws IOException {
    Path occupied = Files.createDirectory(folder.resolve("occupied"));
    assertThatIOException().isThrownBy(() -> Disk.replace(occupied, NEW));
    assertHoldsOnly(folder, "file", "occupied");
  }
}
