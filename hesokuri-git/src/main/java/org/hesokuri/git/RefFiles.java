package org.hesokuri.git;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  /** Who changes refs here, as reflogs and commits name it. */
  static final PersonIdent WHO = new PersonIdent("hesokuri", "hesokuri@localhost");

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

  /**
   * Deletes each of the refs that points to what it must; the others stay, and so does one whose
   * lock somebody holds. Of many packed refs the list of all is written once, not once for each.
   *
   * @param refs each ref with what it must point to
   * @throws HeldLock if somebody holds the lock of that list; then all of them stay
   */
  void deleteAll(ImmutableMap<String, CommitHash> refs) throws IOException {
    try (ProvenLocks locks = ProvenLocks.begin(commonDir)) {
      Set<String> locked = new LinkedHashSet<>();
      for (String ref : refs.keySet()) {
        Path loose = commonDir.resolve(ref);
        Disk.createFolders(commonDir, loose.resolveSibling(""));
        if (locks.take(loose)) {
          locked.add(ref);
        }
      }
      Path file = commonDir.resolve("packed-refs");
      if (lines(file).stream().anyMatch(line -> locked.contains(refOf(line)))) {
        try (ProvenLock lock = ProvenLock.take(commonDir, file, new byte[0])) {
          List<String> lines = lines(file);
          Set<String> gone = asExpected(locked, refs, lines);
          // Packed first: otherwise the old packed values would come to light for a moment.
          lock.rewrite(without(gone, lines));
          lock.commit(file);
          removeLoose(gone);
        }
      } else {
        removeLoose(asExpected(locked, refs, List.of()));
      }
    } finally {
      repository.getRefDatabase().refresh();
    }
  }

  private Set<String> asExpected(
      Set<String> locked, ImmutableMap<String, CommitHash> refs, List<String> packedLines)
      throws IOException {
    Map<String, String> packed = new HashMap<>();
    for (String line : packedLines) {
      packed.put(refOf(line), line.substring(0, Math.max(0, line.indexOf(' '))));
    }
    Set<String> same = new LinkedHashSet<>();
    for (String ref : locked) {
      Path loose = commonDir.resolve(ref);
      Optional<String> value =
          Files.exists(loose, LinkOption.NOFOLLOW_LINKS)
              ? value(ref)
              : Optional.ofNullable(packed.get(ref));
      if (value.equals(Optional.ofNullable(refs.get(ref)).map(CommitHash::hex))) {
        same.add(ref);
      }
    }
    return same;
  }

  private void removeLoose(Set<String> refs) throws IOException {
    Set<Path> folders = new HashSet<>();
    for (String ref : refs) {
      Path loose = commonDir.resolve(ref);
      Files.deleteIfExists(loose);
      Files.deleteIfExists(commonDir.resolve("logs").resolve(ref));
      folders.add(loose.resolveSibling(""));
    }
    for (Path folder : folders) {
      Disk.sync(folder);
    }
  }

  /** The ref of a line of packed-refs, as text; nothing that is one, where it has none. */
  private static String refOf(String line) {
    String bytes = line.substring(line.indexOf(' ') + 1);
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
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
      lock.rewrite(without(Set.of(ref), lines(file)));
      lock.commit(file);
    }
  }

  private static byte[] without(Set<String> refs, List<String> lines) {
    StringBuilder rest = new StringBuilder();
    boolean dropped = false;
    for (String line : lines) {
      // A line that begins with ^ belongs to the one before it.
      dropped = line.startsWith("^") ? dropped : refs.contains(refOf(line));
      if (!dropped) {
        rest.append(line).append('\n');
      }
    }
    return rest.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean contains(Path packedRefs, String ref) throws IOException {
    return lines(packedRefs).stream().anyMatch(line -> refOf(line).equals(ref));
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

  /** Writes the reflog; false if that failed, which is no reason to take back a move. */
  private boolean log(String ref, Optional<CommitHash> from, CommitHash to, String reason) {
    Path log = commonDir.resolve("logs").resolve(ref);
    if (!ref.startsWith(BranchName.PREFIX) || !isLogged(log)) {
      return true;
    }
    String who = new PersonIdent(WHO, Instant.now(), ZoneId.systemDefault()).toExternalString();
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
