package org.hesokuri.git.worktree;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.model.Quoted;

/**
 * What git would take for a repository, somewhere among the files of a worktree. Whoever may push
 * may also push there, and git runs the hooks that it finds in it: of a peer that may run nothing
 * but git, a commit must not make one.
 */
final class GitShape {

  private static final byte[] GIT_FILE = "gitdir: ".getBytes(StandardCharsets.US_ASCII);
  private static final List<String> PARTS = List.of("HEAD", "objects", "refs", "commondir");

  private final WorktreeHome home;
  // Each folder in which something is written, with the names in it that are or lead there.
  private final Map<String, Set<String>> written = new TreeMap<>();
  private final Set<String> going = new HashSet<>();

  private GitShape(WorktreeHome home, List<Change> changes) {
    this.home = home;
    for (Change change : changes) {
      if (change.isDeletion()) {
        going.add(change.path());
      } else {
        note(change.path());
      }
    }
  }

  private void note(String path) {
    for (int end = path.length(); end > 0; ) {
      int slash = path.lastIndexOf('/', end - 1);
      String folder = path.substring(0, Math.max(0, slash));
      String name = GitPaths.folded(path.substring(slash + 1, end));
      if (!written.computeIfAbsent(folder, none -> new HashSet<>()).add(name)) {
        return;
      }
      end = slash;
    }
  }

  /**
   * Refuses if a folder in which something is written would look like a git folder afterwards, by
   * what comes, what is there, or both: also one that looks like one already.
   */
  static void refuse(WorktreeHome home, List<Change> changes) throws Stopped {
    GitShape shape = new GitShape(home, changes);
    for (Map.Entry<String, Set<String>> folder : shape.written.entrySet()) {
      if (shape.wouldBe(folder.getKey(), folder.getValue())) {
        throw Stopped.refused(
            "the folder "
                + (folder.getKey().isEmpty() ? "at the top" : Quoted.plain(folder.getKey()))
                + " would look like a git folder (HEAD, objects, refs), whose hooks git would run"
                + " if somebody pushed to it; run `git merge --ff-only` in "
                + home.files()
                + " yourself if you trust it",
            home.files().resolve(folder.getKey()));
      }
    }
  }

  private boolean wouldBe(String folder, Set<String> coming) {
    Set<String> there = new HashSet<>();
    for (String part : PARTS) {
      String path = folder.isEmpty() ? part : folder + "/" + part;
      if (coming.contains(GitPaths.folded(part))
          || (FileContent.isThere(home.files().resolve(path)) && !going.contains(path))) {
        there.add(part);
      }
    }
    return there.contains("HEAD")
        && (there.contains("commondir") || there.containsAll(List.of("objects", "refs")));
  }

  /** Whether git would go where the file says instead, if somebody pushed to it. */
  static boolean isGitFile(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(GIT_FILE.length), GIT_FILE);
    }
  }
}
