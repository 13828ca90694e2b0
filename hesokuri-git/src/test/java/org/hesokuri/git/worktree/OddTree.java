package org.hesokuri.git.worktree;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;

/**
 * One entry of a tree as a peer may send it, byte by byte: with any mode and name, and in any
 * order.
 *
 * @param mode in octal digits, as they are written
 * @param name any bytes but zero
 * @param content of a file, the target of a link, or the rest of a tree that is cut off
 * @param inside the entries of a folder, in the order in which they are written
 */
record OddTree(String mode, byte[] name, byte[] content, List<OddTree> inside) {

  private static final List<OddTree> NONE = List.of();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static OddTree file(String name) {
    return entry("100644", name);
  }

  static OddTree file(String name, String content) {
    return new OddTree("100644", bytes(name), bytes(content), NONE);
  }

  static OddTree link(String name, String target) {
    return new OddTree("120000", bytes(name), bytes(target), NONE);
  }

  /** What is no folder, with that mode. */
  static OddTree entry(String mode, String name) {
    return new OddTree(mode, bytes(name), bytes("of " + name), NONE);
  }

  static OddTree latin(String name) {
    return new OddTree("100644", name.getBytes(StandardCharsets.ISO_8859_1), bytes("x"), NONE);
  }

  static OddTree folder(String name, OddTree... inside) {
    return folderOf("40000", name, inside);
  }

  static OddTree folderOf(String mode, String name, OddTree... inside) {
    return new OddTree(mode, bytes(name), new byte[0], List.of(inside));
  }

  /** A file with all folders above it. */
  static OddTree at(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? file(path) : folder(path.substring(0, slash), at(path.substring(slash + 1)));
  }

  private boolean isFolder() {
    return mode.replaceFirst("^0+", "").startsWith("4");
  }

  private byte[] sorted() {
    byte[] key = Arrays.copyOf(name, name.length + (isFolder() ? 1 : 0));
    if (isFolder()) {
      key[name.length] = '/';
    }
    return key;
  }

  /** A commit on the parent with these at the top, sorted; folders keep the order they have. */
  static ObjectId commit(Repository repository, ObjectId parent, List<OddTree> top)
      throws IOException {
    List<OddTree> entries = new ArrayList<>(top);
    entries.sort((a, b) -> Arrays.compareUnsigned(a.sorted(), b.sorted()));
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree(inserter, entries));
      commit.setParentId(parent);
      PersonIdent peer = new PersonIdent("Peer", "peer@example.com");
      commit.setAuthor(peer);
      commit.setCommitter(peer);
      commit.setMessage("Odd");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private static ObjectId tree(ObjectInserter inserter, List<OddTree> entries) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (OddTree entry : entries) {
      raw.writeBytes(bytes(entry.mode));
      if (entry.mode.isEmpty()) {
        raw.writeBytes(entry.content);
        continue;
      }
      raw.write(' ');
      raw.writeBytes(entry.name);
      raw.write(0);
      byte[] id = new byte[20];
      (entry.isFolder()
              ? tree(inserter, entry.inside)
              : inserter.insert(Constants.OBJ_BLOB, entry.content))
          .copyRawTo(id, 0);
      raw.writeBytes(id);
    }
    return inserter.insert(Constants.OBJ_TREE, raw.toByteArray());
  }

  /** Bytes of a tree that are no entry. */
  static OddTree broken(String bytes) {
    return new OddTree("", new byte[0], bytes(bytes), NONE);
  }
}
