package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The index as it was, and the one that follows from it.
 *
 * @param file where it is
 * @param raw its bytes; none if there was no file
 * @param content what it says
 */
record IndexRewrite(Path file, byte[] raw, IndexFile content) {

  static IndexRewrite read(WorktreeHome home) throws IOException, Stopped {
    Path file = home.index();
    if (FileContent.isThere(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw Stopped.refused("the index " + file + " is not a regular file", file);
    }
    byte[] raw = bytes(file);
    return new IndexRewrite(
        file, raw, raw.length == 0 ? IndexFile.empty() : IndexFile.parse(raw, file));
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** Names the bytes of the index at the path; zero if there is none. */
  static ObjectId checksum(Path file) throws IOException {
    return checksum(bytes(file));
  }

  private static ObjectId checksum(byte[] raw) {
    return raw.length == 0 ? ObjectId.zeroId() : FileContent.blobOf(raw);
  }

  ObjectId checksum() {
    return checksum(raw);
  }

  void mustBeUnchanged() throws IOException, Stopped {
    if (!Arrays.equals(raw, bytes(file))) {
      throw Stopped.lostRace("the index " + file + " has just changed");
    }
  }

  /** Checks that the index has what the old tree has, at each path that changes. */
  void mustMatch(List<Change> changes) throws Stopped {
    for (Change change : changes) {
      Optional<Side> found =
          Optional.ofNullable(content.entries().get(change.indexName()))
              .map(entry -> new Side(entry.mode(), entry.id()));
      if (!found.equals(change.before())) {
        throw Stopped.refused(change.shown() + " has staged changes", file);
      }
    }
  }

  /**
   * Fills the private file with the new index, which is not yet on the disk; all new files must be
   * in place.
   */
  void store(AdvanceFolder folder, Journal journal) throws IOException {
    TreeMap<String, IndexEntry> entries = new TreeMap<>(content.entries());
    List<String> names = journal.paths().stream().map(IndexRewrite::name).toList();
    Optional<FileTime> oldest = Optional.empty();
    for (Planned planned : journal.paths()) {
      String name = name(planned);
      IndexEntry before = entries.remove(name);
      if (planned.after().isPresent()) {
        boolean assumed = before != null && before.isAssumedValid();
        IndexEntry entry = entry(folder.place(planned), planned.after().get(), name, assumed);
        entries.put(name, entry);
        FileTime time = entry.modified();
        oldest = Optional.of(oldest.filter(known -> known.compareTo(time) < 0).orElse(time));
      }
    }
    Optional<byte[]> trees =
        content.cachedTrees().flatMap(old -> CachedTrees.without(old, names, entries));
    Path own = folder.indexLock().own();
    Disk.refill(own, content.with(entries).format(trees));
    // Git looks into a file again if it is not older than the index. The new index must not be
    // younger than the old one, or an edit within the same second would never be seen.
    Optional<FileTime> time =
        raw.length == 0 ? oldest : Optional.of(Files.getLastModifiedTime(file));
    if (time.isPresent()) {
      Files.setLastModifiedTime(own, time.get());
    }
    if (raw.length > 0) {
      Files.setPosixFilePermissions(own, Files.getPosixFilePermissions(file));
    }
  }

  private static IndexEntry entry(Path place, FileContent content, String name, boolean assumed)
      throws IOException {
    Side side = content.side();
    try {
      IndexEntry entry = IndexEntry.of(place, side.mode(), side.id(), name, assumed);
      // Compared after its stat data were read, so that these are never those of an edit.
      if (content.problemAt(place).isEmpty()) {
        return entry;
      }
    } catch (NoSuchFileException e) {
      // The user removed it just now, which is an edit as well.
      return IndexEntry.unknown(side.mode(), side.id(), name, assumed);
    }
    return IndexEntry.unknown(side.mode(), side.id(), name, assumed);
  }

  private static String name(Planned planned) {
    return IndexFile.name(planned.path().getBytes(StandardCharsets.UTF_8));
  }
}
