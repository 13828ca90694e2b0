package org.hesokuri.daemon.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which programs this machine has. */
final class ProgramPath {

  private ProgramPath() {}

  /** Whether a program of the name is in a folder of {@code PATH}. */
  static boolean has(String program) {
    for (String folder :
        Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
