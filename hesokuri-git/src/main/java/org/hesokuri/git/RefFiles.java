package org.hesokuri.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.disk.SharedRights;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets and deletes refs as Git does with its files, under locks that are provably ours; each only
 * if the ref has the expected value while the lock is held.
 */
final class RefFiles {

  private static final Logger LOG = LoggerFactory.getLogger(RefFiles.class);

  private static final int MOST_FOLDERS_REMOVED = 3;

  private final Repository repository;
  private final Path commonDir;

  /** What became of a change. */
  enum Result {
    /** It is done and flushed to the disk. */
    DONE,
    /** It is done, but its reflog could not be written. */
    DONE_UNLOGGED,
    /** The ref has another value. */
    OTHER_VALUE,
    /** The name cannot stand beside another ref. */
    NAME_CONFLICT
  }

  RefFiles(Repository repository) {
    this.repository = repository;
    this.commonDir = repository.getCommonDirectory().toPath();
  }

  /**
   * Points the ref to a commit.
   *
   * @param from what it must point to; empty if it must not exist
   * @throws HeldLock if somebody holds a lock that it takes
   */
  Result set(String ref, Optional<CommitHash> from, CommitHash to, String reason)
      throws IOException {
    if (from.isEmpty() && repository.getRefDatabase().isNameConflicting(ref)) {
      return Result.NAME_CONFLICT;
    }
    Path loose = commonDir.resolve(ref);
    byte[] content = (to.hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    try (ProvenLock lock = take(loose, content)) {
      if (!value(ref).equals(from.map(CommitHash::hex))) {
        return Result.OTHER_VALUE;
      }
      if (!Disk.removeEmptyFolders(loose)) {
        return Result.NAME_CONFLICT;
      }
      lock.commit(loose);
      return log(ref, from, to, reason) ? Result.DONE : Result.DONE_UNLOGGED;
    } catch (FileAlreadyExistsException inTheWay) {
      // What stands where a folder is needed is no ref that JGit knows of, or is a moment old.
      return Result.NAME_CONFLICT;
    } finally {
      repository.getRefDatabase().refresh();
    }
  }

  /**
   * Deletes the ref.
   *
   * @param from what it must point to
   * @throws HeldLock if somebody holds a lock that it takes
   */
  Result delete(String ref, CommitHash from) throws IOException {
    Path loose = commonDir.resolve(ref);
    ProvenLock lock = take(loose, new byte[0]);
    try {
      if (!value(ref).equals(Optional.of(from.hex()))) {
        return Result.OTHER_VALUE;
      }
      // Packed first: otherwise the old packed value would come to light for a moment.
      removePacked(ref);
      Files.deleteIfExists(loose);
      Disk.sync(loose.resolveSibling(""));
      Files.deleteIfExists(commonDir.resolve("logs").resolve(ref));
      return Result.DONE;
    } finally {
      lock.close();
      repository.getRefDatabase().refresh();
    }
  }

  /** Takes the lock of a ref; a packed one may lack the folder in which its lock belongs. */
  private ProvenLock take(Path loose, byte[] content) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Disk.createFolders(commonDir, loose.resolveSibling(""));
      try {
        return ProvenLock.take(commonDir, loose, content);
      } catch (NoSuchFileException removedMeanwhile) {
        // Git removes folders in which nothing is left; it does the same as we do here.
        if (attempt == MOST_FOLDERS_REMOVED) {
          throw removedMeanwhile;
        }
      }
    }
  }

  /** The value as the files have it now, without any cache; empty if there is none. */
  private Optional<String> value(String ref) throws IOException {
    Path loose = commonDir.resolve(ref);
    if (Files.isRegularFile(loose, LinkOption.NOFOLLOW_LINKS)) {
      try {
        return Optional.of(Files.readString(loose, StandardCharsets.ISO_8859_1).strip());
      } catch (NoSuchFileException packedMeanwhile) {
        return packed(ref);
      }
    }
    if (Files.isSymbolicLink(loose)) {
      return Optional.of("a symbolic link");
    }
    return packed(ref);
  }

  private Optional<String> packed(String ref) throws IOException {
    repository.getRefDatabase().refresh();
    return Optional.ofNullable(repository.exactRef(ref)).map(Ref::getObjectId).map(ObjectId::name);
  }

  private void removePacked(String ref) throws IOException {
    Path file = commonDir.resolve("packed-refs");
    if (!contains(file, ref)) {
      return;
    }
    try (ProvenLock lock = ProvenLock.take(commonDir, file, new byte[0])) {
      StringBuilder rest = new StringBuilder();
      boolean dropped = false;
      for (String line : lines(file)) {
        // A line that begins with ^ belongs to the one before it.
        dropped = line.startsWith("^") ? dropped : line.endsWith(" " + asBytes(ref));
        if (!dropped) {
          rest.append(line).append('\n');
        }
      }
      lock.rewrite(rest.toString().getBytes(StandardCharsets.ISO_8859_1));
      lock.commit(file);
    }
  }

  private static boolean contains(Path packedRefs, String ref) throws IOException {
    String end = " " + asBytes(ref);
    return lines(packedRefs).stream().anyMatch(line -> line.endsWith(end));
  }

  private static List<String> lines(Path packedRefs) throws IOException {
    try {
      // Byte by byte, and only at line feeds: a name may hold anything else.
      String text = Files.readString(packedRefs, StandardCharsets.ISO_8859_1);
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      lines.removeIf(String::isEmpty);
      return lines;
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static String asBytes(String ref) {
    return new String(ref.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Writes the reflog; false if that failed, which is no reason to take back a move. */
  private boolean log(String ref, Optional<CommitHash> from, CommitHash to, String reason) {
    Path log = commonDir.resolve("logs").resolve(ref);
    if (!ref.startsWith(BranchName.PREFIX) || !isLogged(log)) {
      return true;
    }
    String who = new PersonIdent("hesokuri", "hesokuri@localhost").toExternalString();
    String before = from.map(CommitHash::hex).orElse(ObjectId.zeroId().name());
    String line = before + " " + to.hex() + " " + who + "\thesokuri: " + reason + "\n";
    try {
      Disk.createFolders(commonDir, log.resolveSibling(""));
      Disk.removeEmptyFolders(log);
      boolean isNew = !Files.exists(log);
      Files.writeString(
          log, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      if (isNew) {
        SharedRights.of(commonDir).giveTo(log);
      }
      return true;
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", log, e.getMessage());
      return false;
    }
  }

  private boolean isLogged(Path log) {
    String setting = repository.getConfig().getString("core", null, "logallrefupdates");
    boolean wanted =
        setting == null ? !repository.isBare() : !setting.matches("(?i)false|no|off|0");
    return wanted || Files.isRegularFile(log);
  }
}
