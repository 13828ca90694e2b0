package org.hesokuri.daemon.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.hesokuri.git.testing.SmallDisk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file whose old text is there until the new one is. */
final class ReplacementTest {

  private static final Set<PosixFilePermission> MODE = Replacement.OWNER_ONLY;

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

  private static Object identity(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  @Test
  void keepsTheOldTextUntilTheNewOneTakesItsPlaceAsAWhole() throws IOException {
    try (Replacement replacement = Replacement.of(file, "new \u00e9", MODE)) {
      assertThat(file).hasContent("old");
      assertThat(replacement.beside()).hasContent("new \u00e9");
      Object written = identity(replacement.beside());
      replacement.takePlace();
      assertThat(identity(file)).as("renamed, not copied").isEqualTo(written);
    }
    assertThat(file).hasContent("new \u00e9");
    assertHoldsOnly(folder, "file");
  }

  @Test
  void leavesNothingBehindIfItDoesNotTakePlace() throws IOException {
    Replacement.of(file, "new", MODE).close();
    assertThat(file).hasContent("old");
    assertHoldsOnly(folder, "file");
  }

  @Test
  void leavesNothingBehindWhereItCannotTakePlace() throws IOException {
    Path occupied = Files.createDirectory(folder.resolve("occupied"));
    assertThatIOException().isThrownBy(() -> Replacement.write(occupied, "new", MODE));
    assertHoldsOnly(folder, "file", "occupied");
  }

  @Test
  void keepsTheOldTextOnAFullDisk() throws IOException {
    Path place = folder.resolve("disk");
    try (SmallDisk disk = SmallDisk.of("1m", place)) {
      Path here = Files.writeString(place.resolve("file"), "old");
      disk.fillUpTo(8_192);
      assertThatIOException().isThrownBy(() -> Replacement.write(here, "x".repeat(100_000), MODE));
      assertThat(here).hasContent("old");
      assertHoldsOnly(place, "file", "filler");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rw-r--r--", "rw-rw-rw-", "r--r-----"})
  void hasItsModeBeforeItHasItsPlace(String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (Replacement replacement =
        Replacement.of(file, "new", PosixFilePermissions.fromString(mode))) {
      assertThat(mode(replacement.beside())).isEqualTo(mode);
      replacement.takePlace();
    }
    assertThat(mode(file)).isEqualTo(mode);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void makesTheFileWhereThereIsNone() throws IOException {
    Path none = folder.resolve("none");
    Replacement.write(none, "new", MODE);
    assertThat(none).hasContent("new");
  }

  @Test
  void takesThePlaceOfALinkNotOfWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    Replacement.write(link, "new", MODE);
    assertThat(link).isRegularFile().hasContent("new");
    assertThat(file).hasContent("old");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void isNotDisturbedByAnotherOfTheSameFile() throws IOException {
    try (Replacement one = Replacement.of(file, "one", MODE);
        Replacement other = Replacement.of(file, "other", MODE)) {
      other.takePlace();
      one.takePlace();
    }
    assertThat(file).hasContent("one");
    assertHoldsOnly(folder, "file");
  }
}
