package org.hesokuri.git.worktree;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hesokuri.core.model.Quoted;

/**
 * Whether the user has anything uncommitted, in the words of C git. Only what is tracked counts:
 * what is untracked or ignored is in the way only of what would be written, which {@link
 * Comparison} sees, whatever {@code status.showUntrackedFiles} says.
 */
final class Cleanliness implements AutoCloseable {

  private static final int ENOUGH = 1 << 16;
  private static final int SHOWN = 3;

  private final WorktreeHome home;
  private final GitProgram.Answer tracked;

  private Cleanliness(WorktreeHome home, GitProgram.Answer tracked) {
    this.home = home;
    this.tracked = tracked;
  }

  /** Asks; whoever wants to know waits in {@link #mustBeClean}. */
  static Cleanliness ask(GitProgram git, Settings settings, WorktreeHome home) throws Stopped {
    return new Cleanliness(
        home,
        git.begin(
            home,
            ENOUGH,
            settings.withoutFilters(),
            "status",
            "--porcelain=v2",
            "-z",
            "--no-renames",
            "--untracked-files=no",
            "--ignore-submodules=dirty"));
  }

  @Override
  public void close() {
    tracked.close();
  }

  /** Checks that nothing is staged, unstaged or unmerged. */
  void mustBeClean() throws Stopped {
    List<String> problems = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    int more = 0;
    for (String entry : entries()) {
      if (problems.size() == SHOWN) {
        more++;
        continue;
      }
      String path = path(entry);
      problems.add(Quoted.plain(path) + " " + problem(entry));
      paths.add(place(path));
    }
    if (!problems.isEmpty()) {
      throw Stopped.refused(
          String.join(", ", problems) + (more > 0 ? ", and more" : ""), paths.toArray(Path[]::new));
    }
  }

  /** Where a path is; the worktree, if Java cannot name it in this locale. */
  private Path place(String path) {
    try {
      return path.indexOf('\uFFFD') >= 0 ? home.files() : home.files().resolve(path);
    } catch (InvalidPathException e) {
      return home.files();
    }
  }

  /** As status prints them. */
  private List<String> entries() throws Stopped {
    List<String> entries = new ArrayList<>();
    for (String entry : new String(tracked.bytes(), StandardCharsets.UTF_8).split("\0")) {
      if (!entry.isEmpty() && !entry.startsWith("# ")) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static String path(String entry) {
    int fields =
        switch (entry.charAt(0)) {
          case '1' -> 9;
          case '2' -> 10;
          case 'u' -> 11;
          default -> 1;
        };
    String[] parts = entry.split(" ", fields);
    return parts[parts.length - 1];
  }

  private static String problem(String entry) {
    return switch (entry.charAt(0)) {
      case 'u' -> "is unmerged";
      default ->
          entry.length() > 3 && entry.charAt(3) == '.'
              ? "has staged changes"
              : "has uncommitted changes";
    };
  }
}
