package org.hesokuri.daemon.reason;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/** Why a file could not be read or written. */
public final class IoReason {

  private IoReason() {}

  /** The reason, to stand behind "cannot write FILE:"; harmless to print. */
  public static String of(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return "this user may not";
    }
    if (failure instanceof NoSuchFileException) {
      return "it, or its folder, is not there";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "something else is there";
    }
    if (failure instanceof NotDirectoryException) {
      return "it is no folder";
    }
    // The system's own words, such as "No space left on device", without the file again.
    Optional<String> said =
        failure instanceof FileSystemException ofFile
            ? Optional.ofNullable(ofFile.getReason())
            : Optional.ofNullable(failure.getMessage());
    return Quoted.plain(said.orElse(failure.getClass().getSimpleName()));
  }
}
