package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.config.Readings.problems;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileContentTest {

  @TempDir Path folder;

  private static List<String> told(Path file) throws Exception {
    return Await.end(() -> problems(ConfigurationText.readFile(file)));
  }

  @Test
  void readsAFile() throws Exception {
    assertThat(told(Files.writeString(folder.resolve("heso"), "[]"))).isEmpty();
  }

  @Test
  void doesNotWaitForTheWriterOfAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    assertThat(told(pipe)).singleElement().asString().contains("is a pipe, a socket or a device");
  }

  @Test
  void doesNotReadADeviceOrAFolder() throws Exception {
    assertThat(told(Path.of("/dev/zero"))).singleElement().asString().contains("or a device");
    assertThat(told(folder)).singleElement().asString().contains("is a folder");
  }

  @Test
  void doesNotReadAHugeFileToItsEnd() throws Exception {
    Path huge = folder.resolve("huge");
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength(1L << 40);
    }

    assertThat(told(huge)).singleElement().asString().contains("larger than 1 MiB");
  }

  @Test
  void tellsALinkInCirclesAndAFileInThePlaceOfAFolder() throws Exception {
    Path circle = folder.resolve("circle");
    Files.createSymbolicLink(circle, circle);
    Path file = Files.writeString(folder.resolve("file"), "[]");

    assertThat(told(circle)).singleElement().asString().contains("cannot be read: ");
    assertThat(told(file.resolve("heso"))).singleElement().asString().contains("cannot be read: ");
  }

  @Test
  void tellsAFileThatThisUserMayNotRead() throws Exception {
    Path file = Files.writeString(folder.resolve("heso"), "[]");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "root may read everything");

    assertThat(told(file)).singleElement().asString().contains("may not be read by this user");
  }
}
