package org.hesokuri.daemon.configure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.hesokuri.daemon.repository.CannotDo;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that is replaced in one go or not at all. */
final class EditableFileTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("file"), "old");
  }

  private void assertHoldsOnly(String... names) throws IOException {
    try (var files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }

  @Test
  void keepsWhoMayReadIt() throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    EditableFile.read(file).replace("new \u00e9");
    assertThat(file).hasContent("new \u00e9");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertHoldsOnly("file");
  }

  @Test
  void followsALinkAndLeavesItALink() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
    EditableFile.read(link).replace("new");
    assertThat(link).isSymbolicLink().hasContent("new");
    assertThat(file).isRegularFile().hasContent("new");
    assertHoldsOnly("file", "link");
  }

  @Test
  void leavesAFileThatSomebodyElseSavedMeanwhile() throws Exception {
    EditableFile read = EditableFile.read(file);
    Path saved = Files.writeString(folder.resolve("saved"), "mine");
    Files.move(saved, file, StandardCopyOption.ATOMIC_MOVE);
    assertThatThrownBy(() -> read.replace("new"))
        .isInstanceOf(CannotDo.class)
        .hasMessageContaining("in the meantime");
    assertThat(file).hasContent("mine");
    assertHoldsOnly("file");
  }

  @Test
  void leavesAFileWhoseLinkLeadsElsewhereByNow() throws Exception {
    Path other = Files.writeString(folder.resolve("other"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    EditableFile read = EditableFile.read(link);
    Files.delete(link);
    Files.createSymbolicLink(link, other);
    assertThatThrownBy(() -> read.replace("new")).hasMessageContaining("in the meantime");
    assertThat(file).hasContent("old");
    assertThat(other).hasContent("old");
  }

  @Test
  void saysThatThereIsNone() {
    assertThatThrownBy(() -> EditableFile.read(folder.resolve("none")))
        .isInstanceOf(CannotDo.class)
        .hasMessageContaining("cannot read " + folder.resolve("none"));
  }
}
