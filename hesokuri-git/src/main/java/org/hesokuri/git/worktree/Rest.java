package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Whether the user's own git has been idle in a worktree for a while. */
final class Rest {

  private Rest() {}

  /**
   * Refuses a worktree whose index or HEAD has just changed. An advance of our own does not count:
   * it gives the new index the time of the old one.
   */
  static void check(WorktreeHome home, Duration rest) throws Stopped, IOException {
    for (Path file : List.of(home.index(), home.gitDir().resolve("HEAD"))) {
      Duration age = age(file);
      // A time to come is that of a clock that was set back, and says nothing.
      if (!age.isNegative() && age.compareTo(rest) < 0) {
        throw Stopped.passing("somebody is at work with git in " + home.files(), file);
      }
    }
  }

  private static Duration age(Path file) throws IOException {
    try {
      Instant changed = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
      return Duration.between(changed, Instant.now());
    } catch (NoSuchFileException none) {
      return Duration.ofSeconds(Long.MAX_VALUE / 2);
    }
  }
}
