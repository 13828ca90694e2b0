package org.hesokuri.git.worktree;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.core.model.Quoted;

/** Whether the user has anything uncommitted, in the words of C git's {@code status}. */
final class Cleanliness {

  private static final int ENOUGH = 1 << 16;
  private static final int SHOWN = 3;

  private Cleanliness() {}

  /** Checks that nothing is staged, unstaged, unmerged or untracked. */
  static void check(GitProgram git, Settings settings, WorktreeHome home) throws Stopped {
    byte[] printed =
        git.ask(
            home,
            ENOUGH,
            settings.withoutFilters(),
            "status",
            "--porcelain=v2",
            "-z",
            "--no-renames",
            "--untracked-files=normal",
            "--ignore-submodules=dirty");
    List<String> problems = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    int more = 0;
    for (String entry : new String(printed, StandardCharsets.UTF_8).split("\0")) {
      if (entry.isEmpty() || entry.startsWith("# ")) {
        continue;
      }
      if (problems.size() == SHOWN) {
        more++;
        continue;
      }
      String path = path(entry);
      problems.add(Quoted.plain(path) + " " + problem(entry));
      paths.add(path.indexOf('\uFFFD') >= 0 ? home.files() : home.files().resolve(path));
    }
    if (!problems.isEmpty()) {
      throw Stopped.refused(
          String.join(", ", problems) + (more > 0 ? ", and more" : ""), paths.toArray(Path[]::new));
    }
  }

  private static String path(String entry) {
    int fields =
        switch (entry.charAt(0)) {
          case '1' -> 9;
          case '2' -> 10;
          case 'u' -> 11;
          default -> 2;
        };
    String[] parts = entry.split(" ", fields);
    return parts[parts.length - 1];
  }

  private static String problem(String entry) {
    return switch (entry.charAt(0)) {
      case '?' -> "is untracked";
      case 'u' -> "is unmerged";
      default ->
          entry.length() > 3 && entry.charAt(3) == '.'
              ? "has staged changes"
              : "has uncommitted changes";
    };
  }
}
