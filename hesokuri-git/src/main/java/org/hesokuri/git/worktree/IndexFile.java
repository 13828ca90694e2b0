package org.hesokuri.git.worktree;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;

/**
 * The index of a worktree, read and written by ourselves: JGit stores neither ctime nor inode, so
 * that C git would take every file that JGit wrote for changed.
 *
 * <p>It stays the bytes that were read, with the places of the entries in them: of 50,000 an
 * advance looks at a few, and an object for each took 15 MB and a third of the advance's time.
 *
 * <p>Names are bytes; where one is a string, it has one character a byte, which sorts as Git does.
 */
final class IndexFile {

  static final byte[] MAGIC = {'D', 'I', 'R', 'C'};
  static final String TREE = "TREE";
  static final int CHECKSUM = 20;
  private static final int EXTENDED = 0x4000;
  private static final int PADDING = 8;
  // Names of 1,000 bytes that differ in the last ten are spelled out to 14 times the file.
  private static final int MOST_SPELLED = 16;
  private static final int LEAST_ROOM = 1 << 20;
  private static final int LARGEST_VARINT = 1 << 23;
  private static final byte[] EMPTY = new byte[0];

  private final int version;
  private final byte[] bytes;
  // Where each entry begins, and last where the last one ends.
  private final int[] starts;
  private final Names names;
  private final Optional<byte[]> cachedTrees;

  private IndexFile(
      int version, byte[] bytes, int[] starts, Names names, Optional<byte[]> cachedTrees) {
    this.version = version;
    this.bytes = bytes;
    this.starts = starts;
    this.names = names;
    this.cachedTrees = cachedTrees;
  }

  /**
   * The names of the entries.
   *
   * @param text where they are: in the index itself, or spelled out if they are shortened there
   */
  private record Names(byte[] text, int[] starts, int[] ends) {

    String at(int entry) {
      return new String(
          text, starts[entry], ends[entry] - starts[entry], StandardCharsets.ISO_8859_1);
    }

    boolean endsWith(int entry, byte[] part) {
      int from = ends[entry] - part.length;
      return from >= starts[entry]
          && Arrays.equals(text, from, ends[entry], part, 0, part.length)
          && (from == starts[entry] || text[from - 1] == '/');
    }

    /** Whether the name before this one is a lesser one, as it has to be. */
    boolean isInOrder(int entry) {
      return entry == 0
          || Arrays.compareUnsigned(
                  text, starts[entry - 1], ends[entry - 1], text, starts[entry], ends[entry])
              < 0;
    }

    /** The first entry whose name is not less. */
    int ceiling(byte[] name, int count) {
      int low = 0;
      int high = count;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(text, starts[middle], ends[middle], name, 0, name.length) < 0) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return low;
    }
  }

  /** The index that no file stands for. */
  static IndexFile empty() {
    return new IndexFile(
        2, EMPTY, new int[1], new Names(EMPTY, new int[0], new int[0]), Optional.empty());
  }

  /** A name as this class wants it. */
  static String name(byte[] raw) {
    return new String(raw, StandardCharsets.ISO_8859_1);
  }

  static byte[] raw(String name) {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** How many entries there are. */
  int size() {
    return starts.length - 1;
  }

  /** Whether a name leaves out what it has in common with the one before it. */
  boolean isShortened() {
    return version == 4;
  }

  String nameAt(int entry) {
    return names.at(entry);
  }

  /** The first entry whose name is not less; the number of all if all are. */
  int ceiling(String name) {
    return names.ceiling(raw(name), size());
  }

  IndexEntry entryAt(int entry) {
    return new IndexEntry(
        Arrays.copyOfRange(bytes, starts[entry], starts[entry] + IndexEntry.FIXED));
  }

  Optional<IndexEntry> entry(String name) {
    int found = ceiling(name);
    return found < size() && nameAt(found).equals(name)
        ? Optional.of(entryAt(found))
        : Optional.empty();
  }

  /** How many entries are in the folder, whose name ends with a slash unless it is the top. */
  int countIn(String folder) {
    if (folder.isEmpty()) {
      return size();
    }
    String next = folder.substring(0, folder.length() - 1) + (char) ('/' + 1);
    return ceiling(next) - ceiling(folder);
  }

  /** The entries whose names end with that part. */
  ImmutableList<Integer> named(String lastPart) {
    byte[] part = raw(lastPart);
    return IntStream.range(0, size())
        .filter(entry -> names.endsWith(entry, part))
        .boxed()
        .collect(toImmutableList());
  }

  /** The bytes of some entries, one after the other, as they are in the file. */
  ByteBuffer entries(int from, int to) {
    return ByteBuffer.wrap(bytes, starts[from], starts[to] - starts[from]);
  }

  /** The extension that remembers the hash of each folder, if there is one. */
  Optional<byte[]> cachedTrees() {
    return cachedTrees;
  }

  /** How many bytes an entry has with what follows its name. */
  static int padded(int length) {
    return length + PADDING - length % PADDING;
  }

  static byte[] checksum(byte[] content, int length) {
    var digest = Constants.newMessageDigest();
    digest.update(content, 0, length);
    return digest.digest();
  }

  /**
   * Reads a whole index file.
   *
   * @throws Stopped if it is damaged, or of a kind that would not be written right
   */
  static IndexFile parse(byte[] file, Path where) throws Stopped {
    try {
      return new Reader(file, where).read();
    } catch (BufferUnderflowException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException e) {
      throw Stopped.refused("the index " + where + " is damaged; `git status` tells more", where);
    }
  }

  /** Reads one file. */
  private static final class Reader {
    private final byte[] file;
    private final ByteBuffer bytes;
    private final Path where;
    private int version;

    Reader(byte[] file, Path where) {
      this.file = file;
      this.where = where;
      int end = file.length - CHECKSUM;
      if (end < MAGIC.length + 8) {
        throw new BufferUnderflowException();
      }
      byte[] sum = Arrays.copyOfRange(file, end, file.length);
      // index.skipHash stores zeros.
      if (!Arrays.equals(sum, new byte[CHECKSUM]) && !Arrays.equals(sum, checksum(file, end))) {
        throw new IllegalArgumentException("checksum");
      }
      bytes = ByteBuffer.wrap(file, 0, end);
    }

    IndexFile read() throws Stopped {
      byte[] magic = new byte[MAGIC.length];
      bytes.get(magic);
      version = bytes.getInt();
      if (!Arrays.equals(magic, MAGIC) || version < 2 || version > 4) {
        throw unfit("is of a version that is not known here");
      }
      int count = bytes.getInt();
      if (count > bytes.remaining() / IndexEntry.FIXED) {
        throw new BufferUnderflowException();
      }
      int[] starts = new int[count + 1];
      Names names =
          new Names(version == 4 ? spelledOut(count) : file, new int[count], new int[count]);
      for (int entry = 0; entry < count; entry++) {
        starts[entry] = bytes.position();
        readEntry(entry, names);
      }
      starts[count] = bytes.position();
      Optional<byte[]> trees = readExtensions();
      // Only now: half of a split index has entries without names.
      for (int entry = 0; entry < count; entry++) {
        if (!names.isInOrder(entry)) {
          throw new IllegalArgumentException("order");
        }
      }
      return new IndexFile(version, file, starts, names, trees);
    }

    /** Room for all names of a file that shortens them; a damaged one must not ask for any. */
    private byte[] spelledOut(int count) throws Stopped {
      ByteBuffer ahead = bytes.duplicate();
      long most = LEAST_ROOM + (long) MOST_SPELLED * file.length;
      long room = 0;
      int length = 0;
      for (int entry = 0; entry < count; entry++) {
        ahead.position(afterFlags(ahead.position()));
        length = kept(length, ahead);
        int start = ahead.position();
        ahead.position(end(start) + 1);
        length += end(start) - start;
        room += length;
        if (room > Math.min(most, Integer.MAX_VALUE)) {
          throw unfit("is damaged, or spells out longer names than can be read here");
        }
      }
      return new byte[(int) room];
    }

    /** How much of the name before, which has that length, the next one has in common with it. */
    private static int kept(int length, ByteBuffer bytes) {
      int dropped = readVarint(bytes);
      if (dropped > length) {
        throw new IllegalArgumentException("a name that drops more than there is");
      }
      return length - dropped;
    }

    private int flags(int start) {
      return bytes.getShort(start + IndexEntry.FLAGS_AT) & 0xffff;
    }

    private int afterFlags(int start) {
      return start + IndexEntry.FIXED + ((flags(start) & EXTENDED) != 0 ? 2 : 0);
    }

    private void readEntry(int entry, Names names) throws Stopped {
      int start = bytes.position();
      int flags = flags(start);
      bytes.position(afterFlags(start));
      if (version == 4) {
        spellOut(entry, names);
      } else {
        names.starts[entry] = bytes.position();
        names.ends[entry] = end(bytes.position());
        bytes.position(start + padded(names.ends[entry] - start));
      }
      if ((flags & IndexEntry.STAGE) != 0) {
        throw unfit("has unmerged entries, such as " + shown(names, entry));
      }
      if ((flags & EXTENDED) != 0) {
        throw unfit(
            "has an entry that is sparse (skip-worktree) or only meant to be added: "
                + shown(names, entry));
      }
    }

    private static String shown(Names names, int entry) {
      return new String(raw(names.at(entry)), StandardCharsets.UTF_8);
    }

    private int end(int from) {
      int end = from;
      while (bytes.get(end) != 0) {
        end++;
      }
      return end;
    }

    private void spellOut(int entry, Names names) {
      int before = entry == 0 ? 0 : names.ends[entry - 1];
      int same = entry == 0 ? 0 : before - names.starts[entry - 1];
      same = kept(same, bytes);
      int end = end(bytes.position());
      int more = end - bytes.position();
      names.starts[entry] = before;
      if (same > 0) {
        System.arraycopy(names.text, names.starts[entry - 1], names.text, before, same);
      }
      bytes.get(names.text, before + same, more);
      names.ends[entry] = before + same + more;
      bytes.position(end + 1);
    }

    private static int readVarint(ByteBuffer bytes) {
      int b = bytes.get() & 0xff;
      int value = b & 0x7f;
      while ((b & 0x80) != 0) {
        if (value >= LARGEST_VARINT) {
          throw new IllegalArgumentException("a length that no file has");
        }
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
        int length = bytes.getInt();
        if (length > bytes.remaining()) {
          throw new BufferUnderflowException();
        }
        byte[] content = new byte[length];
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
}
