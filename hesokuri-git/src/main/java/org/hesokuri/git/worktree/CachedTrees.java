package org.hesokuri.git.worktree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The index extension that remembers the tree of each folder. Without it every later {@code git
 * status} reads all trees; so what is still true in it is kept, and the rest marked as unknown.
 */
final class CachedTrees {

  private static final int ID = 20;
  private static final int UNKNOWN = -1;

  /** One folder. */
  private static final class Folder {
    private int entries = UNKNOWN;
    private byte[] id = new byte[0];
    // Git sorts these by length first.
    private final TreeMap<String, Folder> folders =
        new TreeMap<>(
            (a, b) -> a.length() != b.length() ? a.length() - b.length() : a.compareTo(b));
  }

  private final byte[] bytes;
  private int at;

  private CachedTrees(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The extension with all folders above the changed names unknown.
   *
   * @param entries what the new index holds; folders of which it holds nothing are dropped
   * @return empty if the old one makes no sense, which costs only time
   */
  static Optional<byte[]> without(
      byte[] extension, Collection<String> changed, TreeMap<String, IndexEntry> entries) {
    try {
      CachedTrees reader = new CachedTrees(extension);
      Folder top = new Folder();
      if (!reader.text((byte) 0).isEmpty()) {
        return Optional.empty();
      }
      reader.readInto(top);
      for (String name : changed) {
        forget(top, name, entries);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream(extension.length);
      write("", top, out);
      return Optional.of(out.toByteArray());
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void readInto(Folder folder) {
    folder.entries = Integer.parseInt(text((byte) ' '));
    int count = Integer.parseInt(text((byte) '\n'));
    if (folder.entries >= 0) {
      folder.id = Arrays.copyOfRange(bytes, at, at + ID);
      at += ID;
    }
    for (int i = 0; i < count; i++) {
      Folder below = new Folder();
      folder.folders.put(text((byte) 0), below);
      readInto(below);
    }
  }

  private String text(byte end) {
    int start = at;
    while (bytes[at] != end) {
      at++;
    }
    return new String(bytes, start, at++ - start, StandardCharsets.ISO_8859_1);
  }

  private static void forget(Folder top, String name, TreeMap<String, IndexEntry> entries) {
    Folder folder = top;
    int start = 0;
    while (true) {
      folder.entries = UNKNOWN;
      int slash = name.indexOf('/', start);
      // A file may have come where a folder was.
      String part = slash < 0 ? name.substring(start) : name.substring(start, slash);
      Folder below = folder.folders.get(part);
      if (below == null) {
        return;
      }
      String prefix = name.substring(0, slash < 0 ? name.length() : slash) + "/";
      String first = entries.ceilingKey(prefix);
      if (first == null || !first.startsWith(prefix)) {
        folder.folders.remove(part);
        return;
      }
      if (slash < 0) {
        return;
      }
      folder = below;
      start = slash + 1;
    }
  }

  private static void write(String name, Folder folder, ByteArrayOutputStream out) {
    out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
    out.write(0);
    String counts = folder.entries + " " + folder.folders.size() + "\n";
    out.writeBytes(counts.getBytes(StandardCharsets.US_ASCII));
    if (folder.entries >= 0) {
      out.writeBytes(folder.id);
    }
    folder.folders.forEach((below, content) -> write(below, content, out));
  }
}
