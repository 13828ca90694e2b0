package org.hesokuri.daemon.configure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.file.Replacement;
import org.hesokuri.daemon.reason.IoReason;
import org.hesokuri.daemon.repository.CannotDo;

/** A file as it was when it was read, to be replaced in one go or not at all. */
final class EditableFile {

  private final Path named;
  private final Path real;
  private final byte[] bytes;

  private EditableFile(Path named, Path real, byte[] bytes) {
    this.named = named;
    this.real = real;
    this.bytes = bytes;
  }

  /** Reads a file; a link leads to the file that is meant. */
  static EditableFile read(Path file) throws CannotDo {
    try {
      Path real = file.toRealPath();
      return new EditableFile(file, real, Files.readAllBytes(real));
    } catch (IOException e) {
      throw new CannotDo("cannot read " + file + ": " + IoReason.of(e), e);
    }
  }

  /** Where it is when links are followed. */
  Path real() {
    return real;
  }

  byte[] bytes() {
    return bytes.clone();
  }

  /**
   * Replaces what is in it. Whoever reads it sees the old text or the new one, also after a loss of
   * power; who may read and write it stays as it was.
   *
   * @throws CannotDo if somebody else changed it since it was read, or it cannot be written; it is
   *     then as it was
   */
  void replace(String text) throws CannotDo {
    if (!Files.isWritable(real)) {
      throw new CannotDo(real + " may not be written by this user; nothing was changed");
    }
    try (Replacement replacement =
        Replacement.of(real, text, Files.getPosixFilePermissions(real))) {
      requireSameOwner(replacement.beside());
      requireUnchanged();
      replacement.takePlace();
    } catch (IOException e) {
      throw new CannotDo(
          "cannot write " + real + ": " + IoReason.of(e) + "; look what is in it", e);
    }
  }

  private void requireSameOwner(Path next) throws IOException, CannotDo {
    if (!Files.getOwner(next).equals(Files.getOwner(real))) {
      throw new CannotDo(
          real
              + " belongs to "
              + Quoted.plain(Files.getOwner(real).getName())
              + "; run this as that user; nothing was changed");
    }
  }

  private void requireUnchanged() throws IOException, CannotDo {
    if (!named.toRealPath().equals(real) || !Arrays.equals(Files.readAllBytes(real), bytes)) {
      throw new CannotDo(
          "somebody changed " + real + " in the meantime; nothing was changed, try again");
    }
  }
}
