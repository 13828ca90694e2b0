package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.git.worktree.Witness.Moment;

/**
 * Makes files old again, or lets go of old ones. What has to be done is read from the disk alone,
 * so that it works after a crash at any moment, also one within itself.
 */
final class Undoing {

  private static final String CHANGED = "was changed while it was advanced";

  private final AdvanceFolder folder;
  private final Journal journal;
  private final Witness witness;
  private final boolean patient;
  private final ImmutableSet.Builder<String> remarks = ImmutableSet.builder();

  /** {@code patient} says that files which are of no use any more stay until {@link #settle()}. */
  Undoing(AdvanceFolder folder, Journal journal, Witness witness, boolean patient) {
    this.folder = folder;
    this.journal = journal;
    this.witness = witness;
    this.patient = patient;
  }

  /**
   * Takes new files away and puts old ones back, but never over what the user made meanwhile. Who
   * had opened a new file in that moment may be about to write to it.
   *
   * @return what the user should know
   */
  ImmutableSet<String> undo() throws IOException {
    for (Planned planned : Lists.reverse(journal.paths())) {
      if (planned.after().isPresent()) {
        unplace(planned, planned.after().get());
      }
    }
    for (String made : Lists.reverse(journal.made())) {
      removeIfEmpty(folder.home().files().resolve(made));
    }
    return restore();
  }

  /**
   * Puts old files back where nothing is, and leaves everything else as it is.
   *
   * @return what the user should know
   */
  ImmutableSet<String> restore() throws IOException {
    for (Planned planned : Lists.reverse(journal.paths())) {
      if (planned.before().isPresent()) {
        restore(planned, planned.before().get());
      }
    }
    for (String emptied : journal.emptied()) {
      if (Folders.make(folder.home().files(), emptied)) {
        try {
          Files.createDirectory(folder.home().files().resolve(emptied));
        } catch (FileAlreadyExistsException e) {
          // The user has put something there, or it was never removed.
          continue;
        }
      }
    }
    return remarks.build();
  }

  /**
   * Keeps what somebody wrote into an old file after it was compared: an editor that had it open.
   * The others may be written yet.
   *
   * @return what the user should know
   */
  ImmutableSet<String> rescueChanged() throws IOException {
    for (Planned planned : journal.paths()) {
      Path aside = folder.aside(planned);
      if (planned.before().isPresent()
          && FileContent.isThere(aside)
          && planned.before().get().problemAt(aside).isPresent()) {
        remarks.add(folder.rescue(aside, planned.path(), CHANGED));
      }
    }
    return remarks.build();
  }

  /**
   * Drops what was replaced or taken away again, but keeps what was changed since.
   *
   * @return what the user should know
   */
  ImmutableSet<String> settle() throws IOException {
    for (Planned planned : journal.paths()) {
      Path aside = folder.aside(planned);
      if (planned.before().isPresent() && FileContent.isThere(aside)) {
        drop(planned, aside, planned.before().get());
        witness.at(Moment.ASIDE_DROPPED, planned.path());
      }
      Path undone = folder.undone(planned);
      if (planned.after().isPresent() && FileContent.isThere(undone)) {
        drop(planned, undone, planned.after().get());
      }
    }
    return remarks.build();
  }

  private void drop(Planned planned, Path file, FileContent committed) throws IOException {
    if (committed.problemAt(file).isEmpty()) {
      Files.delete(file);
    } else {
      remarks.add(folder.rescue(file, planned.path(), CHANGED));
    }
  }

  private void unplace(Planned planned, FileContent placed) throws IOException {
    Path place = folder.place(planned);
    Path undone = folder.undone(planned);
    if (!FileContent.isThere(undone)) {
      if (!Folders.areReal(folder.home().files(), planned.path())
          || isImpossible(place, planned)
          || placed.problemAt(place).isPresent()) {
        // Never placed, or changed by the user since: it stays as it is.
        return;
      }
      try {
        Files.move(place, undone, StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException e) {
        return;
      }
      witness.at(Moment.UNPLACED, planned.path());
    }
    // Between the look and the move the user may have put something else there.
    if (placed.problemAt(undone).isEmpty()) {
      if (!patient) {
        Files.delete(undone);
      }
    } else if (putBack(undone, planned)) {
      Files.deleteIfExists(undone);
    } else {
      remarks.add(folder.rescue(undone, planned.path(), CHANGED));
    }
  }

  /** What the file system has no room for is not there, and asking for it fails. */
  private boolean isImpossible(Path place, Planned planned) throws IOException {
    return !FileContent.isThere(place)
        && new NameRoom(folder.home().files()).unfit(planned.path()).isPresent();
  }

  private void removeIfEmpty(Path made) throws IOException {
    if (FileContent.isFolder(made)) {
      try {
        Files.deleteIfExists(made);
      } catch (DirectoryNotEmptyException e) {
        remarks.add("the folder " + Quoted.plain(made.toString()) + " stays: it is not empty");
      }
    }
  }

  private void restore(Planned planned, FileContent committed) throws IOException {
    Path aside = folder.aside(planned);
    if (!FileContent.isThere(aside)) {
      return;
    }
    if (putBack(aside, planned)) {
      witness.at(Moment.RESTORED, planned.path());
      Files.deleteIfExists(aside);
    } else if (committed.problemAt(aside).isPresent()) {
      String why = "was in the way of what was put there meanwhile";
      remarks.add(folder.rescue(aside, planned.path(), why));
    } else if (!patient) {
      Files.delete(aside);
    }
    witness.at(Moment.RESTORED_ALONE, planned.path());
  }

  /**
   * Gives the file its place as a second name; false if something else is there. A folder that the
   * user put there a moment before it was moved can have but one name.
   */
  private boolean putBack(Path file, Planned planned) throws IOException {
    Path place = folder.place(planned);
    if (!Folders.make(folder.home().files(), planned.path())) {
      return false;
    }
    if (FileContent.isFolder(file)) {
      if (FileContent.isThere(place)) {
        return false;
      }
      Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
      return true;
    }
    try {
      if (Files.isSymbolicLink(file)) {
        Files.createSymbolicLink(place, Files.readSymbolicLink(file));
      } else {
        Files.createLink(place, file);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return FileContent.isSame(file, place);
    }
  }

  /** The folders whose names changed, and which have to reach the disk. */
  static List<Path> touched(AdvanceFolder folder, Journal journal) {
    return journal.paths().stream()
        .flatMap(
            planned ->
                Stream.concat(
                    Folders.above(folder.home().files(), folder.place(planned)).stream(),
                    Stream.of(folder.home().files())))
        .distinct()
        .filter(FileContent::isFolder)
        .toList();
  }
}
