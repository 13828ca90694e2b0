package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.hesokuri.core.model.Quoted;

/**
 * The difference of two trees; {@link WritablePaths} tells whether it can be written safely.
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

  /** No system takes a longer path; to go on would cost more the deeper it is. */
  private static final int LONGEST = 4096;

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

  /**
   * All paths that differ, without a look into folders that are equal.
   *
   * @throws Stopped if a tree is none that git would make
   */
  static TreeDelta between(Repository repository, Optional<RevTree> from, RevTree to)
      throws IOException, Stopped {
    ImmutableList.Builder<Change> changes = ImmutableList.builder();
    ImmutableMap.Builder<String, Folder> folders = ImmutableMap.builder();
    try (TreeWalk walk = new TreeWalk(repository)) {
      ObjectReader objects = walk.getObjectReader();
      if (from.isPresent()) {
        SoundTree.check(objects, from.get(), "");
        walk.addTree(from.get());
      } else {
        walk.addTree(new EmptyTreeIterator());
      }
      SoundTree.check(objects, to, "");
      walk.addTree(to);
      folders.put("", new Folder(from.map(RevTree::copy).orElse(ObjectId.zeroId()), to.copy()));
      walk.setFilter(TreeFilter.ANY_DIFF);
      while (walk.next()) {
        if (walk.getPathLength() > LONGEST) {
          throw tooLong(walk.getRawPath());
        }
        if (!walk.isSubtree()) {
          Change change = new Change(strictPath(walk.getRawPath()), side(walk, 0), side(walk, 1));
          // Modes may differ in bits that mean nothing.
          if (!change.before().equals(change.after())) {
            changes.add(change);
          }
          continue;
        }
        Folder folder = new Folder(tree(walk, 0), tree(walk, 1));
        for (ObjectId tree : List.of(folder.before, folder.after)) {
          if (!tree.equals(ObjectId.zeroId())) {
            SoundTree.check(objects, tree, walk.getPathString() + "/");
          }
        }
        folders.put(IndexFile.name(walk.getRawPath()), folder);
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
    int mode = walk.getRawMode(tree);
    return mode == 0 ? Optional.empty() : Optional.of(Side.of(mode, walk.getObjectId(tree)));
  }

  private static Stopped tooLong(byte[] raw) {
    return Stopped.refused(
        "the path "
            + Quoted.plain(new String(raw, StandardCharsets.UTF_8))
            + " is longer than any that can be written");
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
}
