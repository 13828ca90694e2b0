package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.git.disk.SharedRights;

/**
 * The index as it was, and the one that follows from it.
 *
 * @param file where it is
 * @param raw its bytes; none if there was no file
 * @param content what it says
 */
record IndexRewrite(Path file, byte[] raw, IndexFile content) {

  private static final int PIECE = 1 << 16;
  private static final String REPLACED = "refs/replace/";

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

  /** Whether the file still has the bytes that were read; a look at its time would not tell. */
  boolean isUnchanged() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      int at = 0;
      while (channel.read(piece) >= 0) {
        int end = at + piece.position();
        if (end > raw.length || !Arrays.equals(raw, at, end, piece.array(), 0, piece.position())) {
          return false;
        }
        at = end;
        piece.clear();
      }
      return at == raw.length;
    } catch (NoSuchFileException e) {
      return raw.length == 0;
    }
  }

  void mustBeUnchanged() throws IOException, Stopped {
    if (!isUnchanged()) {
      throw Stopped.lostRace("the index " + file + " has just changed");
    }
  }

  /** Checks that the index has what the old tree has, at each path that changes. */
  void mustMatch(List<Change> changes) throws Stopped {
    for (Change change : changes) {
      Optional<Side> found =
          content.entry(change.indexName()).map(entry -> new Side(entry.mode(), entry.id()));
      if (!found.equals(change.before())) {
        throw Stopped.refused(change.shown() + " has staged changes", file);
      }
    }
  }

  /** The new index, as if Git had to look into each new file. */
  IndexDraft draft(TreeDelta delta, Repository repository) throws IOException {
    TreeMap<String, Optional<IndexEntry>> changes = new TreeMap<>();
    for (Change change : delta.changes()) {
      String name = change.indexName();
      changes.put(
          name,
          change
              .after()
              .map(side -> IndexEntry.unknown(side.mode(), side.id(), name, isAssumed(name))));
    }
    IndexEdit edit = new IndexEdit(content, changes);
    // Git remembers a replaced tree by the id of the one that it replaces, which says nothing of
    // the entries.
    boolean replaces = !repository.getRefDatabase().getRefsByPrefix(REPLACED).isEmpty();
    return IndexDraft.of(
        edit,
        content
            .cachedTrees()
            .filter(old -> !replaces)
            .flatMap(old -> CachedTrees.after(old, edit, delta.folders())));
  }

  private boolean isAssumed(String name) {
    return content.entry(name).filter(IndexEntry::isAssumedValid).isPresent();
  }

  /**
   * Completes the private file with the new index, which is not yet on the disk; all new files must
   * be in place.
   */
  void store(AdvanceFolder folder, Journal journal, IndexDraft draft) throws IOException {
    Optional<FileTime> oldest = Optional.empty();
    for (Planned planned : journal.paths()) {
      if (planned.after().isPresent()) {
        String name = name(planned);
        IndexEntry entry =
            entry(folder.place(planned), planned.after().get(), name, isAssumed(name));
        draft.refill(name, entry);
        FileTime time = entry.modified();
        oldest = Optional.of(oldest.filter(known -> known.compareTo(time) < 0).orElse(time));
      }
    }
    draft.seal();
    Path own = folder.indexLock().own();
    draft.update(own);
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
    SharedRights.of(folder.home().commonDir()).giveTo(own);
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
