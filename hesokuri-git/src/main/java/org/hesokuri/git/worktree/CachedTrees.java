package org.hesokuri.git.worktree;

import com.google.common.base.Splitter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The index extension that remembers the tree of each folder. Without it every later {@code git
 * status} reads all trees; so it follows the change, and what it cannot follow is marked as
 * unknown.
 */
final class CachedTrees {

  private static final int ID = 20;
  private static final int UNKNOWN = -1;
  // Deeper than any path that can be written.
  private static final int DEEPEST = 2048;

  /** One folder. */
  private static final class Node {
    private int entries = UNKNOWN;
    private byte[] id = new byte[0];
    // Git sorts these by length first.
    private final TreeMap<String, Node> folders =
        new TreeMap<>(
            (a, b) -> a.length() != b.length() ? a.length() - b.length() : a.compareTo(b));

    boolean has(ObjectId tree) {
      return entries >= 0 && ObjectId.fromRaw(id).equals(tree);
    }

    void become(ObjectId tree, int size) {
      entries = size;
      id = new byte[ID];
      tree.copyRawTo(id, 0);
    }
  }

  private final byte[] bytes;
  private int at;

  private CachedTrees(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The extension of the new index. Git's own says of a folder that the entries in it are those of
   * that tree; if this is the tree that changes, the entries will be those of the new tree. Any
   * other folder above what changes becomes unknown.
   *
   * @param trees the folders that change by name, outer ones first
   * @return empty if the old one makes no sense, which costs only time
   */
  static Optional<byte[]> after(
      byte[] extension, IndexEdit edit, Map<String, TreeDelta.Folder> trees) {
    try {
      CachedTrees reader = new CachedTrees(extension);
      Node top = new Node();
      if (!reader.text((byte) 0).isEmpty()) {
        return Optional.empty();
      }
      reader.readInto(top, 0);
      trees.forEach(
          (name, tree) -> {
            int entries = edit.countIn(name);
            if (entries == 0 && !name.isEmpty()) {
              drop(top, name);
            } else {
              follow(top, name, tree, entries);
            }
          });
      ByteArrayOutputStream out = new ByteArrayOutputStream(extension.length);
      write("", top, out);
      return Optional.of(out.toByteArray());
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void follow(Node top, String name, TreeDelta.Folder tree, int entries) {
    Optional<Node> known = find(top, name);
    if (known.isPresent() && known.get().has(tree.before())) {
      known.get().become(tree.after(), entries);
      return;
    }
    if (known.isEmpty() && tree.isNew()) {
      Optional<Node> above = find(top, parent(name));
      if (above.isPresent() && above.get().entries >= 0) {
        Node fresh = new Node();
        fresh.become(tree.after(), entries);
        above.get().folders.put(name.substring(name.lastIndexOf('/') + 1), fresh);
        return;
      }
    }
    forget(top, name);
  }

  /** Takes away what the index has no entries of any more. */
  private static void drop(Node top, String name) {
    find(top, parent(name))
        .ifPresent(above -> above.folders.remove(name.substring(name.lastIndexOf('/') + 1)));
  }

  private static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  private static List<String> parts(String name) {
    return name.isEmpty() ? List.of() : Splitter.on('/').splitToList(name);
  }

  private static Optional<Node> find(Node top, String name) {
    Node folder = top;
    for (String part : parts(name)) {
      Node below = folder.folders.get(part);
      if (below == null) {
        return Optional.empty();
      }
      folder = below;
    }
    return Optional.of(folder);
  }

  /** Git never takes a folder for known if one in it is not. */
  private static void forget(Node top, String name) {
    Node folder = top;
    folder.entries = UNKNOWN;
    for (String part : parts(name)) {
      Node below = folder.folders.get(part);
      if (below == null) {
        return;
      }
      folder = below;
      folder.entries = UNKNOWN;
    }
  }

  private void readInto(Node folder, int depth) {
    if (depth > DEEPEST) {
      throw new IndexOutOfBoundsException("folders in folders without end");
    }
    folder.entries = Integer.parseInt(text((byte) ' '));
    int count = Integer.parseInt(text((byte) '\n'));
    if (folder.entries >= 0) {
      folder.id = Arrays.copyOfRange(bytes, at, at + ID);
      at += ID;
    }
    for (int i = 0; i < count; i++) {
      Node below = new Node();
      folder.folders.put(text((byte) 0), below);
      readInto(below, depth + 1);
    }
  }

  private String text(byte end) {
    int start = at;
    while (bytes[at] != end) {
      at++;
    }
    return new String(bytes, start, at++ - start, StandardCharsets.ISO_8859_1);
  }

  private static void write(String name, Node folder, ByteArrayOutputStream out) {
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
