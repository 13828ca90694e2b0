package org.hesokuri.daemon.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** What the user of a machine of the demo commits: a line more of a diary. */
final class DemoCommits {

  private static final String DIARY = "diary.txt";

  private DemoCommits() {}

  /** Commits a line to main. */
  static ObjectId commit(DemoMachine machine, String line) throws IOException {
    Repository repository = machine.repository();
    PersonIdent user = new PersonIdent("User of " + machine.id(), machine.id() + "@example.com");
    return repository.isBare()
        ? asAPushWould(repository, user, line)
        : inTheWorktree(repository, user, line);
  }

  private static ObjectId inTheWorktree(Repository repository, PersonIdent user, String line)
      throws IOException {
    Files.writeString(
        repository.getWorkTree().toPath().resolve(DIARY),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    try (Git git = new Git(repository)) {
      git.add().addFilepattern(DIARY).call();
      return git.commit()
          .setMessage(line)
          .setAuthor(user)
          .setCommitter(user)
          .setSign(false)
          .call()
          .getId();
    } catch (GitAPIException e) {
      throw new IOException("could not commit in " + repository.getWorkTree() + ": " + e, e);
    }
  }

  private static ObjectId asAPushWould(Repository repository, PersonIdent user, String line)
      throws IOException {
    String main = Constants.R_HEADS + DemoMachine.MAIN;
    ObjectId before = repository.resolve(main);
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCacheEntry entry = new DirCacheEntry(DIARY);
      entry.setFileMode(FileMode.REGULAR_FILE);
      entry.setObjectId(
          inserter.insert(Constants.OBJ_BLOB, (line + "\n").getBytes(StandardCharsets.UTF_8)));
      DirCache tree = DirCache.newInCore();
      DirCacheBuilder builder = tree.builder();
      builder.add(entry);
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree.writeTree(inserter));
      if (before != null) {
        commit.setParentId(before);
      }
      commit.setAuthor(user);
      commit.setCommitter(user);
      commit.setMessage(line);
      ObjectId made = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef(main);
      update.setNewObjectId(made);
      update.setExpectedOldObjectId(before == null ? ObjectId.zeroId() : before);
      update.update();
      return made;
    }
  }
}
