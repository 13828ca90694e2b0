package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.hesokuri.core.model.Quoted;

/**
 * Whether a tree is one that git could have made: entries whole, sorted, each name once. Git and
 * JGit both merge trees entry by entry and believe that; what they make of another one is an index
 * that git refuses.
 */
final class SoundTree {

  private static final int ID = 20;
  private static final int LARGEST_MODE = 0177777;

  private final byte[] raw;
  private final String folder;
  // Files whose name a later folder could have, each a beginning of the next.
  private final Deque<byte[]> files = new ArrayDeque<>();
  private int at;

  private SoundTree(byte[] raw, String folder) {
    this.raw = raw;
    this.folder = folder;
  }

  /**
   * Refuses a tree that is not.
   *
   * @param folder where it is, ending with a slash unless it is the top
   */
  static void check(ObjectReader objects, ObjectId tree, String folder)
      throws IOException, Stopped {
    check(objects.open(tree, Constants.OBJ_TREE).getCachedBytes(), folder);
  }

  static void check(byte[] raw, String folder) throws Stopped {
    new SoundTree(raw, folder).check();
  }

  private void check() throws Stopped {
    byte[] before = {};
    while (at < raw.length) {
      boolean isFolder = (mode() & FileMode.TYPE_MASK) == FileMode.TYPE_TREE;
      byte[] name = name();
      at += ID;
      if (at > raw.length) {
        throw unsound(name, "is cut off");
      }
      mustBeNew(name, isFolder);
      byte[] sorted = isFolder ? withSlash(name) : name;
      int order = Arrays.compareUnsigned(before, sorted);
      if (order >= 0) {
        throw unsound(name, order == 0 ? "is there twice" : "is out of order");
      }
      before = sorted;
    }
  }

  private int mode() throws Stopped {
    int mode = 0;
    int start = at;
    while (at < raw.length && raw[at] >= '0' && raw[at] <= '7' && mode <= LARGEST_MODE) {
      mode = mode << 3 | (raw[at++] - '0');
    }
    if (at == start || at == raw.length || raw[at] != ' ' || mode == 0 || mode > LARGEST_MODE) {
      throw unsound(new byte[0], "has an entry without a mode that Git knows");
    }
    at++;
    return mode;
  }

  private byte[] name() throws Stopped {
    int start = at;
    while (at < raw.length && raw[at] != 0) {
      at++;
    }
    byte[] name = Arrays.copyOfRange(raw, start, at);
    if (at++ == raw.length) {
      throw unsound(name, "is cut off");
    }
    if (name.length == 0) {
      throw unsound(name, "has an entry without a name");
    }
    for (byte b : name) {
      if (b == '/') {
        throw unsound(name, "has a slash in its name");
      }
    }
    return name;
  }

  private void mustBeNew(byte[] name, boolean isFolder) throws Stopped {
    while (!files.isEmpty() && !startsWith(name, files.getLast())) {
      files.removeLast();
    }
    if (!files.isEmpty() && files.getLast().length == name.length) {
      throw unsound(name, "is there twice");
    }
    if (!isFolder) {
      files.addLast(name);
    }
  }

  private static boolean startsWith(byte[] name, byte[] beginning) {
    return name.length >= beginning.length
        && Arrays.equals(name, 0, beginning.length, beginning, 0, beginning.length);
  }

  private static byte[] withSlash(byte[] name) {
    byte[] longer = Arrays.copyOf(name, name.length + 1);
    longer[name.length] = '/';
    return longer;
  }

  private Stopped unsound(byte[] name, String problem) {
    String path = folder + new String(name, StandardCharsets.UTF_8);
    return Stopped.refused(
        (path.isEmpty() ? "the top folder" : Quoted.plain(path))
            + " "
            + problem
            + " in a tree that Git itself would not make; `git fsck` tells more, and who committed"
            + " it has to mend it");
  }
}
