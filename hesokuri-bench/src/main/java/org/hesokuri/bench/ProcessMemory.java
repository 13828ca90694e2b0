package org.hesokuri.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process holds, as Linux counts it. */
final class ProcessMemory {

  private static final double KIB_PER_MB = 1_000_000 / 1024.0;

  private ProcessMemory() {}

  /**
   * A line of {@code /proc/<pid>/status}, such as {@code VmRSS}, in MB; 0 if the process has ended.
   */
  static double megabytes(long pid, String line) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
              .filter(each -> each.startsWith(line + ":"))
              .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", "")))
              .findFirst()
              .orElse(0)
          / KIB_PER_MB;
    } catch (IOException ended) {
      return 0;
    }
  }
}
