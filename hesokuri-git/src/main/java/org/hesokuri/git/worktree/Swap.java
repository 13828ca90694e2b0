package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.git.worktree.Witness.Moment;

/**
 * Puts new files in the place of old ones so that nothing is ever overwritten: the old one is moved
 * aside and compared again, and the new one gets its name by {@code link(2)}, which fails if
 * anything is there.
 */
final class Swap {

  private final AdvanceFolder folder;
  private final Journal journal;
  private final Witness witness;

  Swap(AdvanceFolder folder, Journal journal, Witness witness) {
    this.folder = folder;
    this.journal = journal;
    this.witness = witness;
  }

  /** Makes all files new; after any exception {@link Undoing} makes them old again. */
  void place() throws Stopped, IOException {
    Set<Path> needed = new HashSet<>();
    for (Planned planned : journal.paths()) {
      if (planned.after().isPresent()) {
        needed.addAll(Folders.above(folder.home().files(), folder.place(planned)));
      }
    }
    for (Planned planned : journal.paths()) {
      if (planned.after().isEmpty()) {
        moveAside(planned, planned.before().orElseThrow());
        removeEmptied(planned, needed);
      }
    }
    for (Planned planned : journal.paths()) {
      Optional<FileContent> after = planned.after();
      if (after.isPresent() && planned.before().isPresent()) {
        moveAside(planned, planned.before().get());
        put(planned, after.get());
      }
    }
    for (Planned planned : journal.paths()) {
      Optional<FileContent> after = planned.after();
      if (after.isPresent() && planned.before().isEmpty()) {
        makeRoom(planned);
        put(planned, after.get());
      }
    }
  }

  private void moveAside(Planned planned, FileContent expected) throws Stopped, IOException {
    Path place = folder.place(planned);
    Folders.mustBeReal(folder.home().files(), planned.path());
    witness.at(Moment.MOVING_ASIDE, planned.path());
    try {
      Files.move(place, folder.aside(planned), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      throw refused(planned, "is missing");
    } catch (AtomicMoveNotSupportedException e) {
      throw refused(planned, "is on another file system than the rest of the worktree");
    }
    witness.at(Moment.MOVED_ASIDE, planned.path());
    Optional<String> problem = expected.problemAt(folder.aside(planned));
    if (problem.isPresent()) {
      throw refused(planned, problem.get());
    }
    witness.at(Moment.ASIDE_COMPARED, planned.path());
  }

  private void removeEmptied(Planned planned, Set<Path> needed) throws IOException {
    for (Path above : Folders.above(folder.home().files(), folder.place(planned))) {
      if (needed.contains(above)) {
        return;
      }
      try {
        Files.delete(above);
      } catch (DirectoryNotEmptyException e) {
        return;
      }
    }
  }

  private void makeRoom(Planned planned) throws Stopped, IOException {
    Path place = folder.place(planned);
    if (FileContent.isFolder(place)) {
      try {
        Files.delete(place);
      } catch (DirectoryNotEmptyException e) {
        throw refused(planned, "is a folder that holds untracked or ignored files");
      }
    }
  }

  private void put(Planned planned, FileContent content) throws Stopped, IOException {
    Path place = folder.place(planned);
    Path fresh = folder.fresh(planned);
    Path files = folder.home().files();
    if (!Folders.make(files, planned.path())) {
      throw refused(planned, "is below what is not a folder");
    }
    try {
      if (content.side().isLink()) {
        Files.createSymbolicLink(place, Files.readSymbolicLink(fresh));
      } else {
        Files.createLink(place, fresh);
      }
      witness.at(Moment.LINKED, planned.path());
      // Done here and not later, as it changes the ctime, which the index remembers.
      Files.delete(fresh);
    } catch (FileAlreadyExistsException e) {
      throw refused(planned, "is untracked or ignored, and the new version has it too");
    } catch (NoSuchFileException e) {
      throw Stopped.lostRace("a folder above " + Quoted.plain(planned.path()) + " has just gone");
    }
    Folders.mustBeReal(files, planned.path());
    witness.at(Moment.PLACED, planned.path());
  }

  private Stopped refused(Planned planned, String problem) {
    return Stopped.refused(Quoted.plain(planned.path()) + " " + problem, folder.place(planned));
  }
}
