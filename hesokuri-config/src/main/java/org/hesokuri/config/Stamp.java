package org.hesokuri.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** What a file shows of itself without being read; another stamp means that it changed. */
record Stamp(Optional<Object> file, long size, FileTime modified, String state) {

  /** The stamp of what the path leads to now. */
  static Stamp of(Path path) {
    try {
      BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
      return new Stamp(
          Optional.ofNullable(seen.fileKey()), seen.size(), seen.lastModifiedTime(), "there");
    } catch (IOException e) {
      // That it cannot be seen is what the stamp says; whoever reads the file tells why.
      return new Stamp(Optional.empty(), 0, FileTime.fromMillis(0), e.getClass().getName());
    }
  }
}
