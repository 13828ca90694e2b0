package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** What a peer commits next; it arrives in the checkout's repository as a push leaves it there. */
final class CommittedTree {

  static final List<String> FILES = List.of("a", "b", "deep/c", "deep/er/d", "e");
  static final String IGNORED = "cache.ign";

  private CommittedTree() {}

  /** A file that is new in that round. */
  static String added(int round) {
    return "added-" + round;
  }

  /** A commit on top of main that changes, adds and deletes a few files; its hash. */
  static String next(Scene scene, int round, Random random) throws IOException {
    try (Repository repository = scene.open();
        ObjectReader reader = repository.newObjectReader();
        ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(reader)) {
      RevCommit from = walk.parseCommit(repository.resolve("refs/heads/main"));
      DirCache tree = DirCache.newInCore();
      DirCacheBuilder builder = tree.builder();
      builder.addTree(new byte[0], DirCacheEntry.STAGE_0, reader, from.getTree());
      builder.finish();
      for (String file : FILES) {
        if (random.nextInt(3) > 0) {
          put(tree, inserter, file, "version " + round + " of " + file + "\n");
        }
      }
      if (random.nextBoolean()) {
        put(tree, inserter, added(round), "added in " + round + "\n");
      }
      if (random.nextInt(10) == 0) {
        put(tree, inserter, IGNORED, "no longer ignored in " + round + "\n");
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree.writeTree(inserter));
      commit.setParentId(from);
      PersonIdent peer = new PersonIdent("Peer", "peer@example.com");
      commit.setAuthor(peer);
      commit.setCommitter(peer);
      commit.setMessage("Round " + round);
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id.name();
    }
  }

  private static void put(DirCache tree, ObjectInserter inserter, String path, String content)
      throws IOException {
    DirCacheEntry entry = new DirCacheEntry(path);
    entry.setFileMode(FileMode.REGULAR_FILE);
    entry.setObjectId(
        inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8)));
    DirCacheBuilder builder = tree.builder();
    for (int i = 0; i < tree.getEntryCount(); i++) {
      if (!tree.getEntry(i).getPathString().equals(path)) {
        builder.add(tree.getEntry(i));
      }
    }
    builder.add(entry);
    builder.finish();
  }
}
