package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Random;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.hesokuri.git.testing.TestGit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the new index remembers of trees is what its entries make. If it were anything else, the
 * user's next commit would undo changes without a word: {@code git write-tree} believes it.
 */
class CachedTreesTest {

  private static final int TREES = 20;
  private static final String[] PATHS = {
    "a", "a/x", "a/y/z", "a.b/x", "b/c/d/e", "b/c/f", "b/g", "b-1", "c/x", "c/y/x", "d"
  };

  @TempDir Path folder;
  private TestGit git;

  @BeforeEach
  void setUp() {
    git = TestGit.init(folder.resolve("home"), folder.resolve("mine"));
  }

  /** A commit with some of the paths, a few of them changed. */
  private ObjectId randomCommit(Random random) {
    for (String path : PATHS) {
      boolean isNow = Files.isRegularFile(git.folder().resolve(path));
      if (isNow && random.nextInt(3) == 0) {
        git.run("rm", "-q", "-f", "--", path);
      } else if (!Files.exists(git.folder().resolve(path))
          && isFree(path)
          && random.nextBoolean()) {
        git.write(path, "new " + random.nextInt());
      } else if (isNow && random.nextInt(4) == 0) {
        git.write(path, "other " + random.nextInt());
      }
    }
    return commit();
  }

  /** Whether no file is where the path has a folder. */
  private boolean isFree(String path) {
    Path above = Path.of(path).getParent();
    return above == null
        || !Files.isRegularFile(git.folder().resolve(above)) && isFree(above.toString());
  }

  private ObjectId commit() {
    git.run("add", "--all");
    git.run("commit", "-q", "--allow-empty", "-m", "Some tree");
    return ObjectId.fromString(git.hash("HEAD^{tree}"));
  }

  /** Lets the index of the repository follow from one tree to the other. */
  private void follow(ObjectId from, ObjectId to) throws Exception {
    Path draftFile = git.folder().resolve(".git/index.draft");
    try (Repository repository =
            FileRepositoryBuilder.create(git.folder().resolve(".git").toFile());
        RevWalk walk = new RevWalk(repository)) {
      IndexRewrite index =
          IndexRewrite.read(WorktreeHome.find(repository, git.folder().toString()));
      IndexDraft draft =
          index.draft(
              TreeDelta.between(repository, Optional.of(walk.parseTree(from)), walk.parseTree(to)),
              repository);
      draft.seal();
      draft.create(draftFile);
    }
    Files.move(draftFile, git.folder().resolve(".git/index"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes git forget what it knows of the folders above a path, and nothing else. */
  private void forgetAbove(String path) {
    String entry = git.run("ls-files", "--stage", "--", path);
    String[] parts = entry.split("[ \t]");
    if (parts[parts.length - 1].equals(path)) { // and is no folder
      git.run("update-index", "--force-remove", "--", path);
      git.run("update-index", "--add", "--cacheinfo", parts[0] + "," + parts[1] + "," + path);
    }
  }

  @Test
  void makeTheNextCommitOfTheVeryTreeThatTheIndexFollowedTo() throws Exception {
    Random random = new Random(11);
    ObjectId from = randomCommit(random);
    for (int i = 0; i < TREES; i++) {
      String before = git.hash("HEAD");
      ObjectId to = randomCommit(random);
      String after = git.hash("HEAD");
      git.run("reset", "-q", "--hard", before);
      if (i % 2 == 1) {
        forgetAbove(PATHS[random.nextInt(PATHS.length)]);
      }

      follow(from, to);

      assertThat(git.run("write-tree")).as("tree %d", i).isEqualTo(to.name());
      assertThat(git.run("diff-index", "--cached", after)).as("tree %d", i).isEmpty();
      git.run("reset", "-q", "--hard", after);
      git.run("clean", "-q", "-f", "-d");
      from = to;
    }
  }

  @Test
  void keepWhatIsStagedInAFolderThatFollows() throws Exception {
    git.write("in/one", "1").write("in/two", "2").write("beside/three", "3");
    ObjectId from = commit();
    String before = git.hash("HEAD");
    git.write("in/one", "theirs");
    ObjectId to = commit();
    String after = git.hash("HEAD");
    git.run("reset", "-q", "--hard", before);
    git.write("in/two", "mine").run("add", "in/two");
    git.run("write-tree"); // From here on git remembers the trees with what is staged.

    follow(from, to);

    String tree = git.run("write-tree");
    assertThat(git.run("diff-tree", "-r", "--name-only", before, tree)).isEqualTo("in/one\nin/two");
    assertThat(git.run("diff-tree", "-r", "--name-only", after, tree)).isEqualTo("in/two");
  }

  @Test
  void areForgottenWhereGitRememberedATreeThatReplacesAnother() throws Exception {
    git.write("in/one", "1").write("in/two", "2");
    commit();
    git.write("in/two", "instead");
    commit();
    git.run("replace", git.hash("HEAD~1:in"), git.hash("HEAD:in"));
    git.run("reset", "-q", "--hard", "HEAD~1");
    String before = git.hash("HEAD");
    ObjectId from = ObjectId.fromString(git.hash("HEAD^{tree}"));
    assertThat(git.folder().resolve("in/two")).hasContent("instead");
    git.write("in/one", "theirs").write("in/two", "2");
    ObjectId to = commit();
    String after = git.hash("HEAD");
    git.run("reset", "-q", "--hard", before);
    git.run("read-tree", "HEAD");

    follow(from, to);

    // The user sees it, instead of committing it unawares.
    assertThat(git.run("diff-index", "--cached", "--name-only", after)).isEqualTo("in/two");
  }
}
