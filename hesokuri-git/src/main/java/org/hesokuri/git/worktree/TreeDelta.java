package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.hesokuri.core.model.Quoted;

/**
 * The difference of two trees, and whether it is one that can be written safely.
 *
 * @param from the old tree, if there is one
 * @param to the new tree
 * @param changes the paths that differ
 * @param folders the folders that differ, as {@link IndexFile} names them; empty is the top
 */
record TreeDelta(
    Optional<RevTree> from,
    RevTree to,
    ImmutableList<Change> changes,
    ImmutableMap<String, Folder> folders) {

  /**
   * A folder that differs.
   *
   * @param before its old tree; zero if there was none
   * @param after its new tree; zero if there is none
   */
  record Folder(ObjectId before, ObjectId after) {
    boolean isNew() {
      return before.equals(ObjectId.zeroId());
    }
  }

  /** All paths that differ, without a look into folders that are equal. */
  static TreeDelta between(Repository repository, Optional<RevTree> from, RevTree to)
      throws IOException, Stopped {
    ImmutableList.Builder<Change> changes = ImmutableList.builder();
    ImmutableMap.Builder<String, Folder> folders = ImmutableMap.builder();
    try (TreeWalk walk = new TreeWalk(repository)) {
      if (from.isPresent()) {
        walk.addTree(from.get());
      } else {
        walk.addTree(new EmptyTreeIterator());
      }
      walk.addTree(to);
      folders.put("", new Folder(from.map(RevTree::copy).orElse(ObjectId.zeroId()), to.copy()));
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        if (!walk.isSubtree()) {
          changes.add(new Change(strictPath(walk.getRawPath()), side(walk, 0), side(walk, 1)));
          continue;
        }
        folders.put(IndexFile.name(walk.getRawPath()), new Folder(tree(walk, 0), tree(walk, 1)));
        walk.enterSubtree();
      }
    }
    return new TreeDelta(from, to, changes.build(), folders.buildKeepingLast());
  }

  private static ObjectId tree(TreeWalk walk, int number) {
    return walk.getFileMode(number) == FileMode.TREE
        ? walk.getObjectId(number).copy()
        : ObjectId.zeroId();
  }

  private static Optional<Side> side(TreeWalk walk, int tree) {
    FileMode mode = walk.getFileMode(tree);
    return mode == FileMode.MISSING
        ? Optional.empty()
        : Optional.of(Side.of(mode, walk.getObjectId(tree)));
  }

  private static String strictPath(byte[] raw) throws Stopped {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw Stopped.refused(
          "the name of "
              + Quoted.plain(new String(raw, StandardCharsets.UTF_8))
              + " is not UTF-8, which cannot be written right; run `git merge` yourself");
    }
  }

  /** Checks that every path may be written here, over the old index. */
  void check(WorktreeHome home, Settings settings, IndexFile index) throws Stopped {
    ObjectChecker checker =
        new ObjectChecker().setSafeForMacOS(settings.isOn("core.protecthfs", true));
    boolean ntfs = settings.isOn("core.protectntfs", true);
    for (Change change : changes) {
      if (change.before().or(change::after).orElseThrow().isSubmodule()
          || change.after().filter(Side::isSubmodule).isPresent()) {
        throw Stopped.refused(
            "the submodule "
                + change.shown()
                + " changes, which needs `git merge` and `git submodule update` by hand");
      }
      if (change.after().filter(Side::isLink).isPresent()
          && !settings.isOn("core.symlinks", true)) {
        throw Stopped.refused(
            change.shown() + " is a symbolic link, and core.symlinks is off here", home.index());
      }
      checkName(home, checker, ntfs, change);
    }
    if (settings.isOn("core.ignorecase", false)) {
      checkCase(changes, index);
    }
  }

  private static void checkName(
      WorktreeHome home, ObjectChecker checker, boolean ntfs, Change change) throws Stopped {
    try {
      checker.checkPath(change.path());
      for (String part : change.path().split("/")) {
        if (ntfs && part.toLowerCase(Locale.ROOT).matches("(\\.git|git~[0-9]+)[ .]*(:.*)?")) {
          throw Stopped.refused("the path " + change.shown() + " is one that Git forbids");
        }
      }
    } catch (CorruptObjectException e) {
      throw Stopped.refused("the path " + change.shown() + " is one that Git forbids");
    }
    boolean plain = change.path().chars().allMatch(c -> c < 0x80);
    String encoding = System.getProperty("sun.jnu.encoding", "");
    if (!plain && !encoding.equalsIgnoreCase("UTF-8")) {
      throw unwritable(change, encoding);
    }
    if (!plain && isComposedAnew(change)) {
      throw unwritable(change, encoding);
    }
    try {
      Path file = home.files().resolve(change.path());
      if (!file.startsWith(home.files()) || !file.toString().endsWith("/" + change.path())) {
        throw unwritable(change, encoding);
      }
    } catch (InvalidPathException e) {
      throw unwritable(change, encoding);
    }
  }

  /** Whether a file system that composes names anew (macOS) would rename the file. */
  private static boolean isComposedAnew(Change change) {
    return System.getProperty("os.name", "").startsWith("Mac")
        && !Normalizer.isNormalized(change.path(), Normalizer.Form.NFC);
  }

  private static Stopped unwritable(Change change, String encoding) {
    return Stopped.refused(
        "the file name "
            + change.shown()
            + " cannot be written with the character set "
            + encoding
            + "; start Hesokuri with LC_ALL=C.UTF-8");
  }

  /** On a file system that ignores case two names must not differ in nothing else. */
  private static void checkCase(List<Change> changes, IndexFile index) throws Stopped {
    Map<String, String> spelled = new HashMap<>();
    for (int entry = 0; entry < index.size(); entry++) {
      spell(spelled, index.nameAt(entry), true);
    }
    changes.stream()
        .filter(Change::isDeletion)
        .forEach(change -> spelled.remove(change.indexName().toLowerCase(Locale.ROOT)));
    for (Change change : changes) {
      if (change.after().isPresent() && !spell(spelled, change.indexName(), false)) {
        throw Stopped.refused(
            change.shown() + " differs only in case from another path (core.ignoreCase is on)");
      }
    }
  }

  private static boolean spell(Map<String, String> spelled, String name, boolean known) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
      String part = name.substring(0, end);
      String before = spelled.putIfAbsent(part.toLowerCase(Locale.ROOT), part);
      if (before != null && !before.equals(part) && !known) {
        return false;
      }
    }
    return true;
  }
}
