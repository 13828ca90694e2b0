package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.git.disk.Disk;

/**
 * The private folder of one fast-forward. Whatever a crash leaves of it says what to do.
 *
 * @param home the worktree
 * @param folder the folder, in the git folder of the worktree
 * @param stage where contents are kept, on the file system of the worktree
 */
record AdvanceFolder(WorktreeHome home, Path folder, Path stage) {

  private static final String PREFIX = "advance-";
  private static final String REPLACED = "replaced-";
  private static final String TOGETHER = "files";
  private static final List<String> PARTS_WITH_FILES = List.of("aside", "undone");
  private static final String HIDDEN = ".hesokuri-";
  private static final String RESCUED = "hesokuri/rescued";

  /** By how many bytes, at most, a path gets longer where {@link #rescue} puts its file. */
  static final int RESCUE_ROOM = RESCUED.length() + 60;

  /** Makes a folder; {@code stage} is made only after a note of it is on the disk. */
  static AdvanceFolder make(WorktreeHome home) throws IOException {
    Disk.createFolders(home.commonDir(), home.own());
    String name = PREFIX + UUID.randomUUID();
    Path folder = Files.createDirectory(home.own().resolve(name));
    boolean together = isTogether(home.files(), folder);
    Path stage = together ? folder.resolve(TOGETHER) : home.files().resolve(HIDDEN + name);
    // Relative, so that a repository that was moved is still mended.
    byte[] note = (together ? TOGETHER : stage.toString()).getBytes(StandardCharsets.UTF_8);
    Disk.replace(folder.resolve("stage"), note);
    AdvanceFolder made = new AdvanceFolder(home, folder, stage);
    Files.createDirectory(stage);
    for (String part : List.of("new", "aside", "undone")) {
      Files.createDirectory(stage.resolve(part));
    }
    return made;
  }

  /** Whether the folder that would be made is hidden in the git folder, as {@link #isHidden}. */
  static boolean wouldBeHidden(WorktreeHome home) {
    return isTogether(home.files(), Files.isDirectory(home.own()) ? home.own() : home.gitDir());
  }

  private static boolean isTogether(Path one, Path other) {
    try {
      return Files.getFileStore(one).equals(Files.getFileStore(other));
    } catch (IOException e) {
      // Beside the files is always right, only less hidden.
      return false;
    }
  }

  /** The folders that crashes left in the git folder of a worktree. */
  static List<Path> leftIn(Path gitDir) throws IOException {
    return foldersIn(gitDir, PREFIX);
  }

  /** The folders of fast-forwards that are over, whose files may still be written. */
  static List<Path> replacedIn(Path gitDir) throws IOException {
    return foldersIn(gitDir, REPLACED);
  }

  private static List<Path> foldersIn(Path gitDir, String prefix) throws IOException {
    List<Path> found = new ArrayList<>();
    Path own = WorktreeHome.own(gitDir);
    if (Files.isDirectory(own)) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(own, prefix + "*")) {
        folders.forEach(found::add);
      }
    }
    return found;
  }

  /** Opens what a crash left. */
  static AdvanceFolder reopen(WorktreeHome home, Path folder) throws IOException {
    Path inside = folder.resolve(TOGETHER);
    try {
      Path stage = folder.resolve(Files.readString(folder.resolve("stage")));
      // All of it is removed in the end: it must be ours without doubt.
      if (!stage.equals(inside) && !stage.endsWith(HIDDEN + folder.getFileName())) {
        throw new IOException(folder.resolve("stage") + " is damaged; look into it and remove it");
      }
      return new AdvanceFolder(home, folder, stage);
    } catch (NoSuchFileException e) {
      // It died before there was a stage.
      return new AdvanceFolder(home, folder, inside);
    }
  }

  Path fresh(Planned planned) {
    return stage.resolve("new").resolve(Integer.toString(planned.number()));
  }

  Path aside(Planned planned) {
    return stage.resolve("aside").resolve(Integer.toString(planned.number()));
  }

  Path undone(Planned planned) {
    return stage.resolve("undone").resolve(Integer.toString(planned.number()));
  }

  Path place(Planned planned) {
    return home.files().resolve(planned.path());
  }

  Path journal() {
    return folder.resolve("journal");
  }

  /** Exists once everything but branch and index is new. */
  Path ready() {
    return folder.resolve("ready");
  }

  OwnedLock indexLock() {
    return new OwnedLock(folder.resolve("index"), home.indexLock());
  }

  OwnedLock headLock() {
    return new OwnedLock(folder.resolve("head"), home.headLock());
  }

  OwnedLock branchLock(String ref) {
    return new OwnedLock(folder.resolve("branch"), home.commonDir().resolve(ref + ".lock"));
  }

  /**
   * Moves a file that must not be lost to where the user finds it.
   *
   * @return a sentence that says where
   */
  String rescue(Path file, String path, String why) throws IOException {
    String name = folder.getFileName().toString();
    String nonce = name.substring(name.indexOf('-') + 1);
    Path rescued = home.commonDir().resolve(RESCUED).resolve(nonce);
    Path target = rescued.resolve(path);
    for (int i = 1; FileContent.isThere(target); i++) {
      target = rescued.resolve(path + "." + i);
    }
    Disk.createFolders(home.commonDir(), Disk.folderOf(target));
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(file, target);
    }
    Disk.sync(Disk.folderOf(target));
    return Quoted.plain(path) + " " + why + "; that version is kept in " + target;
  }

  /** Whether all of it is hidden in the git folder. */
  boolean isHidden() {
    return stage.startsWith(folder);
  }

  /** Whether files are in it that somebody may have open. */
  boolean holdsFiles() throws IOException {
    for (String part : PARTS_WITH_FILES) {
      if (Files.isDirectory(stage.resolve(part))) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(stage.resolve(part))) {
          if (files.iterator().hasNext()) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /**
   * Marks it as done; only what it replaced or took away again is of interest from now on. The mark
   * comes first: as long as there is none, a recovery needs every private file.
   */
  void retire(Witness witness) throws IOException {
    String name = folder.getFileName().toString().substring(PREFIX.length());
    Path retired = folder.resolveSibling(REPLACED + name);
    Disk.rename(folder, retired);
    witness.at(Witness.Moment.RETIRED, "");
    // Second names of the live index and branch. What a crash leaves of them goes with the folder.
    for (String own : List.of("index", "branch", "head")) {
      Files.deleteIfExists(retired.resolve(own));
      witness.at(Witness.Moment.NAME_DROPPED, own);
    }
  }

  /**
   * Removes everything but what is aside; the journal first, so that a crash in between is a folder
   * without one.
   */
  void discard(Witness witness) throws IOException {
    Files.deleteIfExists(journal());
    if (Files.isDirectory(folder)) {
      Disk.sync(folder);
    }
    witness.at(Witness.Moment.JOURNAL_DROPPED, "");
    for (String part : PARTS_WITH_FILES) {
      try {
        Files.deleteIfExists(stage.resolve(part));
      } catch (DirectoryNotEmptyException e) {
        throw new IOException(
            stage.resolve(part) + " still holds files of yours; move them to where you want them",
            e);
      }
    }
    Disk.removeAll(stage);
    Disk.removeAll(folder);
  }
}
