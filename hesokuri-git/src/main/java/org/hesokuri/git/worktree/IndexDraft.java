package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.git.disk.Disk;

/**
 * The bytes of a new index: those of the old one, and other entries where it changes. They are on
 * the disk before anything is locked; what the new files are like is filled in when they are in
 * their places, so that the disk has to take a few pages under the lock instead of megabytes.
 */
final class IndexDraft {

  private static final int HEADER = 12;

  private final byte[] bytes;
  private final int length;
  private final Map<String, Integer> places;
  private final TreeMap<Integer, Integer> refilled = new TreeMap<>();

  private IndexDraft(byte[] bytes, int length, Map<String, Integer> places) {
    this.bytes = bytes;
    this.length = length;
    this.places = places;
  }

  /** Drafts what follows from an index, with the extension that remembers the tree of a folder. */
  static IndexDraft of(IndexEdit edit, Optional<byte[]> trees) {
    IndexFile old = edit.old();
    int room =
        HEADER
            + old.entries(0, old.size()).remaining()
            + edit.changes().keySet().stream().mapToInt(IndexDraft::room).sum()
            + trees.map(content -> content.length + 2 * Integer.BYTES).orElse(0)
            + IndexFile.CHECKSUM;
    ByteBuffer out = ByteBuffer.allocate(room);
    // Version 3 differs from 2 only in second flags, which no entry has.
    out.put(IndexFile.MAGIC).putInt(old.isShortened() ? 4 : 2).putInt(edit.countIn(""));
    Writer writer = new Writer(old, out);
    edit.changes().forEach(writer::replace);
    writer.copyUntil(old.size());
    trees.ifPresent(
        content -> out.put(IndexFile.raw(IndexFile.TREE)).putInt(content.length).put(content));
    return new IndexDraft(out.array(), out.position() + IndexFile.CHECKSUM, writer.places);
  }

  /** More than a new entry takes, and than the one after it grows where names are shortened. */
  private static int room(String name) {
    return IndexEntry.FIXED + 2 * name.length() + 2 * Long.BYTES;
  }

  /** Reads on in the old index and writes on in the new one. */
  private static final class Writer {
    private final IndexFile old;
    private final ByteBuffer out;
    private final Map<String, Integer> places = new HashMap<>();
    // Of the old one, how far it is used up.
    private int next;
    private String written = "";

    Writer(IndexFile old, ByteBuffer out) {
      this.old = old;
      this.out = out;
    }

    void replace(String name, Optional<IndexEntry> entry) {
      int place = old.ceiling(name);
      copyUntil(place);
      if (place < old.size() && old.nameAt(place).equals(name)) {
        next = place + 1;
      }
      if (entry.isPresent()) {
        places.put(name, out.position());
        put(name, entry.get());
      }
    }

    void copyUntil(int end) {
      if (old.isShortened() && next < end) {
        String usual = next == 0 ? "" : old.nameAt(next - 1);
        if (!written.equals(usual)) {
          // What it leaves out is no longer that of the one before it.
          put(old.nameAt(next), old.entryAt(next));
          next++;
        }
      }
      if (next < end) {
        out.put(old.entries(next, end));
        written = old.nameAt(end - 1);
        next = end;
      }
    }

    private void put(String name, IndexEntry entry) {
      byte[] raw = IndexFile.raw(name);
      out.put(entry.fixed());
      if (old.isShortened()) {
        byte[] before = IndexFile.raw(written);
        int same = Arrays.mismatch(before, raw);
        same = same < 0 ? before.length : same;
        putVarint(before.length - same);
        out.put(raw, same, raw.length - same).put((byte) 0);
      } else {
        int size = IndexEntry.FIXED + raw.length;
        out.put(raw).put(new byte[IndexFile.padded(size) - size]);
      }
      written = name;
    }

    private void putVarint(int value) {
      byte[] digits = new byte[6];
      int at = digits.length - 1;
      digits[at] = (byte) (value & 0x7f);
      int rest = value >> 7;
      while (rest != 0) {
        rest--;
        digits[--at] = (byte) (0x80 | (rest & 0x7f));
        rest >>= 7;
      }
      out.put(digits, at, digits.length - at);
    }
  }

  /** Another content for an entry that changes and does not go. */
  void refill(String name, IndexEntry entry) {
    int place = Optional.ofNullable(places.get(name)).orElseThrow();
    System.arraycopy(entry.fixed(), 0, bytes, place, IndexEntry.FIXED);
    refilled.put(place, IndexEntry.FIXED);
  }

  /** Makes it an index that Git accepts. */
  void seal() {
    int end = length - IndexFile.CHECKSUM;
    System.arraycopy(IndexFile.checksum(bytes, end), 0, bytes, end, IndexFile.CHECKSUM);
    refilled.put(end, IndexFile.CHECKSUM);
  }

  /** Makes a file with all of it, on the disk when this returns. */
  void create(Path file) throws IOException {
    Disk.create(file, ByteBuffer.wrap(bytes, 0, length));
  }

  /** Writes what is other than when the file was made, which is not yet on the disk. */
  void update(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (var piece : refilled.entrySet()) {
        channel.position(piece.getKey());
        Disk.write(channel, ByteBuffer.wrap(bytes, piece.getKey(), piece.getValue()));
      }
    }
  }
}
