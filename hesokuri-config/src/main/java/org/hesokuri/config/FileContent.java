package org.hesokuri.config;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/** What was in the file at one moment, or why that cannot be known. */
final class FileContent {

  private final byte[] bytes;
  private final Optional<String> failure;

  /**
   * What tells one content from another, without holding on to it: a file of 1,000 sources takes
   * nearly a megabyte.
   *
   * @param digest of what it says
   * @param failure why it could not be read
   */
  record Trace(HashCode digest, Optional<String> failure) {

    /** Whether the file could not be read. */
    boolean isFailure() {
      return failure.isPresent();
    }
  }

  private FileContent(byte[] bytes, Optional<String> failure) {
    this.bytes = bytes;
    this.failure = failure;
  }

  /**
   * Reads at most one byte more than a configuration may have. Opens only regular files: opening a
   * pipe would wait for its writer, and a device may never end.
   */
  static FileContent read(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return failed(file, "is a folder; the configuration is a file");
      }
      if (!attributes.isRegularFile()) {
        return failed(file, "is a pipe, a socket or a device; the configuration is a regular file");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return new FileContent(in.readNBytes(ConfigurationText.MAX_BYTES + 1), Optional.empty());
      }
    } catch (NoSuchFileException e) {
      return failed(file, whyAbsent(file));
    } catch (AccessDeniedException e) {
      return failed(file, "may not be read by this user; change its permissions");
    } catch (FileSystemException e) {
      String reason = Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
      return failed(file, "cannot be read: " + Quoted.plain(reason));
    } catch (IOException e) {
      return failed(file, "cannot be read: " + Quoted.plain(String.valueOf(e.getMessage())));
    }
  }

  private static String whyAbsent(Path file) {
    return Files.isSymbolicLink(file)
        ? "is a link to something that is not there; mend the link"
        : "is not there; hesokuri init writes a first one, or name another file in $HESOCFG";
  }

  private static FileContent failed(Path file, String why) {
    return new FileContent(
        new byte[0], Optional.of("the configuration " + Quoted.of(file.toString()) + " " + why));
  }

  /** What tells it from another content. */
  Trace trace() {
    return new Trace(Hashing.sha256().hashBytes(bytes), failure);
  }

  /** What it says. */
  Reading reading() {
    return failure
        .<Reading>map(why -> Reading.Invalid.because(Problem.ofFile(why)))
        .orElseGet(() -> ConfigurationText.read(bytes));
  }
}
