package org.hesokuri.daemon.reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a file could not be read or written, in words. */
final class IoReasonTest {

  @TempDir private Path folder;

  @Test
  void namesNoClassOfJavas() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThat(IoReason.of(new AccessDeniedException("/a"))).isEqualTo("this user may not");
    assertThat(IoReason.of(opening(folder.resolve("absent/file"))))
        .isEqualTo("it, or its folder, is not there");
    assertThat(IoReason.of(opening(file))).isEqualTo("something else is there");
    assertThat(IoReason.of(opening(file.resolve("below")))).isEqualTo("Not a directory");
    assertThat(IoReason.of(new FileSystemException("/a", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(IoReason.of(new IOException("broken \u001b[31m pipe")))
        .startsWith("broken ")
        .doesNotContain("\u001b");
    assertThat(IoReason.of(new EOFException())).isEqualTo("EOFException");
  }

  private static IOException opening(Path file) {
    return catchThrowableOfType(
        IOException.class, () -> Files.write(file, new byte[0], StandardOpenOption.CREATE_NEW));
  }
}
