package org.hesokuri.git.worktree;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;

/**
 * The index of a worktree, read and written by ourselves: JGit stores neither ctime nor inode, so
 * that C git would take every file that JGit wrote for changed.
 *
 * <p>Names are bytes; here each is a string with one character a byte, which sorts as Git does.
 */
final class IndexFile {

  private static final byte[] MAGIC = {'D', 'I', 'R', 'C'};
  private static final int CHECKSUM = 20;
  private static final int EXTENDED = 0x4000;
  private static final int PADDING = 8;
  private static final String TREE = "TREE";

  private final int version;
  private final TreeMap<String, IndexEntry> entries;
  private final Optional<byte[]> cachedTrees;

  private IndexFile(
      int version, TreeMap<String, IndexEntry> entries, Optional<byte[]> cachedTrees) {
    this.version = version;
    this.entries = entries;
    this.cachedTrees = cachedTrees;
  }

  /** The index that no file stands for. */
  static IndexFile empty() {
    return new IndexFile(2, new TreeMap<>(), Optional.empty());
  }

  /** A name as this class wants it. */
  static String name(byte[] raw) {
    return new String(raw, StandardCharsets.ISO_8859_1);
  }

  /** The same kind of index with other entries. */
  IndexFile with(TreeMap<String, IndexEntry> others) {
    return new IndexFile(version, others, cachedTrees);
  }

  /** The entries by name. */
  TreeMap<String, IndexEntry> entries() {
    return entries;
  }

  /** The extension that remembers the hash of each folder, if there is one. */
  Optional<byte[]> cachedTrees() {
    return cachedTrees;
  }

  /**
   * Reads a whole index file.
   *
   * @throws Stopped if it is damaged, or of a kind that would not be written right
   */
  static IndexFile parse(byte[] file, Path where) throws Stopped {
    try {
      return new Reader(file, where).read();
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw Stopped.refused("the index " + where + " is damaged; `git status` tells more", where);
    }
  }

  /** Reads one file. */
  private static final class Reader {
    private final ByteBuffer bytes;
    private final Path where;
    private int version;

    Reader(byte[] file, Path where) throws Stopped {
      this.where = where;
      if (file.length < MAGIC.length + 8 + CHECKSUM) {
        throw new BufferUnderflowException();
      }
      byte[] sum = Arrays.copyOfRange(file, file.length - CHECKSUM, file.length);
      // index.skipHash stores zeros.
      if (!Arrays.equals(sum, new byte[CHECKSUM])
          && !Arrays.equals(sum, checksum(file, file.length - CHECKSUM))) {
        throw new IllegalArgumentException("checksum");
      }
      bytes = ByteBuffer.wrap(file, 0, file.length - CHECKSUM).slice();
    }

    IndexFile read() throws Stopped {
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      version = bytes.getInt();
      if (!Arrays.equals(magic, MAGIC) || version < 2 || version > 4) {
        throw unfit("is of a version that is not known here");
      }
      int count = bytes.getInt();
      TreeMap<String, IndexEntry> entries = new TreeMap<>();
      byte[] name = new byte[0];
      for (int i = 0; i < count; i++) {
        name = readEntry(name, entries);
      }
      return new IndexFile(version, entries, readExtensions());
    }

    private byte[] readEntry(byte[] before, TreeMap<String, IndexEntry> entries) throws Stopped {
      int start = bytes.position();
      byte[] fixed = new byte[IndexEntry.FIXED];
      bytes.get(fixed);
      IndexEntry plain = new IndexEntry(fixed, 0);
      int extended = (plain.flags() & EXTENDED) != 0 ? bytes.getShort() & 0xffff : 0;
      int kept = version == 4 ? before.length - readVarint() : 0;
      int end = bytes.position();
      while (bytes.get(end) != 0) {
        end++;
      }
      byte[] name = Arrays.copyOf(before, kept + end - bytes.position());
      bytes.get(name, kept, name.length - kept);
      bytes.get();
      if (version < 4) {
        bytes.position(start + padded(end - start));
      }
      String shown = new String(name, StandardCharsets.UTF_8);
      if (plain.stage() != 0) {
        throw unfit("has unmerged entries, such as " + shown);
      }
      if (extended != 0) {
        throw unfit(
            "has an entry that is sparse (skip-worktree) or only meant to be added: " + shown);
      }
      entries.put(name(name), new IndexEntry(fixed, extended));
      return name;
    }

    private int readVarint() {
      int b = bytes.get() & 0xff;
      int value = b & 0x7f;
      while ((b & 0x80) != 0) {
        b = bytes.get() & 0xff;
        value = ((value + 1) << 7) | (b & 0x7f);
      }
      return value;
    }

    private Optional<byte[]> readExtensions() throws Stopped {
      Optional<byte[]> trees = Optional.empty();
      while (bytes.hasRemaining()) {
        byte[] signature = new byte[4];
        bytes.get(signature);
        byte[] content = new byte[bytes.getInt()];
        bytes.get(content);
        String kind = new String(signature, StandardCharsets.ISO_8859_1);
        if (kind.equals(TREE)) {
          trees = Optional.of(content);
        } else if (!Character.isUpperCase(kind.charAt(0))) {
          // Only those that begin with A to Z may be ignored by who does not know them.
          throw unfit(
              switch (kind) {
                case "link" -> "is split (core.splitIndex)";
                case "sdir" -> "is sparse (index.sparse)";
                default -> "has the extension " + kind + ", which is not known here";
              });
        }
      }
      return trees;
    }

    private Stopped unfit(String problem) {
      return Stopped.refused("the index " + where + " " + problem, where);
    }
  }

  /** The whole file, with the extension given. */
  byte[] format(Optional<byte[]> trees) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(entries.size() * 100 + 100);
    out.writeBytes(MAGIC);
    // Version 3 differs from 2 only in second flags, which no entry has.
    int written = version == 4 ? 4 : 2;
    putInt(out, written);
    putInt(out, entries.size());
    byte[] before = new byte[0];
    for (var entry : entries.entrySet()) {
      byte[] name = entry.getKey().getBytes(StandardCharsets.ISO_8859_1);
      out.writeBytes(entry.getValue().fixed());
      if (written == 4) {
        int same = Math.max(0, Arrays.mismatch(before, name));
        putVarint(out, before.length - same);
        out.write(name, same, name.length - same);
        out.write(0);
        before = name;
      } else {
        out.writeBytes(name);
        int length = IndexEntry.FIXED + name.length;
        out.writeBytes(new byte[padded(length) - length]);
      }
    }
    trees.ifPresent(
        content -> {
          out.writeBytes(TREE.getBytes(StandardCharsets.ISO_8859_1));
          putInt(out, content.length);
          out.writeBytes(content);
        });
    byte[] content = out.toByteArray();
    out.writeBytes(checksum(content, content.length));
    return out.toByteArray();
  }

  private static int padded(int length) {
    return length + PADDING - length % PADDING;
  }

  private static void putInt(ByteArrayOutputStream out, int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }

  private static void putVarint(ByteArrayOutputStream out, int value) {
    byte[] digits = new byte[6];
    int at = digits.length - 1;
    digits[at] = (byte) (value & 0x7f);
    int rest = value >> 7;
    while (rest != 0) {
      rest--;
      digits[--at] = (byte) (0x80 | (rest & 0x7f));
      rest >>= 7;
    }
    out.write(digits, at, digits.length - at);
  }

  private static byte[] checksum(byte[] content, int length) {
    var digest = Constants.newMessageDigest();
    digest.update(content, 0, length);
    return digest.digest();
  }
}
