package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hesokuri.core.model.Quoted;

/** Whether each path that changes holds exactly what the old tree had, looked at on the disk. */
final class Comparison {

  private final WorktreeHome home;
  private final Set<Path> leaving = new HashSet<>();
  private final Object user;

  private Comparison(WorktreeHome home, List<Planned> paths, Path ourFile) throws IOException {
    this.home = home;
    this.user = Files.getAttribute(ourFile, "unix:uid");
    for (Planned planned : paths) {
      if (planned.before().isPresent()) {
        leaving.add(home.files().resolve(planned.path()));
      }
    }
  }

  /** Refuses the first path that does not; {@code ourFile} is one that this process made. */
  static void check(WorktreeHome home, List<Planned> paths, Path ourFile)
      throws Stopped, IOException {
    Comparison comparison = new Comparison(home, paths, ourFile);
    for (Planned planned : paths) {
      Path place = home.files().resolve(planned.path());
      if (planned.before().isPresent()) {
        comparison.mustHold(planned, place, planned.before().get());
      } else {
        comparison.mustBeFree(planned, place);
      }
    }
  }

  private void mustHold(Planned planned, Path place, FileContent expected)
      throws Stopped, IOException {
    Folders.mustBeReal(home.files(), planned.path());
    Optional<String> problem = expected.problemAt(place);
    if (problem.isPresent()) {
      throw refused(planned, problem.get(), place);
    }
    try {
      // Linux does not let us link what is not ours, so that it could not be put back.
      if (!Files.getAttribute(place, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(user)) {
        throw refused(planned, "belongs to another user", place);
      }
    } catch (NoSuchFileException e) {
      throw refused(planned, "is missing", place);
    }
  }

  private void mustBeFree(Planned planned, Path place) throws Stopped, IOException {
    for (Path above : Folders.above(home.files(), place)) {
      if (FileContent.isThere(above) && !FileContent.isFolder(above) && !leaving.contains(above)) {
        throw refused(
            planned,
            "is in the new version, but "
                + Quoted.plain(home.files().relativize(above).toString())
                + " is not a folder",
            above);
      }
    }
    if (FileContent.isFolder(place)) {
      try (Stream<Path> inside = Files.walk(place)) {
        Optional<Path> staying =
            inside
                .filter(path -> !FileContent.isFolder(path) && !leaving.contains(path))
                .findFirst();
        if (staying.isPresent()) {
          throw refused(
              planned,
              "is a file in the new version, but here a folder that holds "
                  + Quoted.plain(place.relativize(staying.get()).toString()),
              staying.get());
        }
      }
    } else if (FileContent.isThere(place) && Folders.areReal(home.files(), planned.path())) {
      throw refused(planned, "is untracked or ignored, and the new version has it too", place);
    }
  }

  private static Stopped refused(Planned planned, String problem, Path where) {
    return Stopped.refused(Quoted.plain(planned.path()) + " " + problem, where);
  }
}
