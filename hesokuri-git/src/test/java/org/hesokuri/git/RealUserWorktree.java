package org.hesokuri.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hesokuri.git.RealUserRepository.unchecked;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hesokuri.core.contract.UserWorktree;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.git.testing.TestGit;

/** A worktree in the hands of a user of C git. */
final class RealUserWorktree implements UserWorktree {

  private static final String PATCH_OF_A_FILE_THAT_IS_NOT_THERE =
      String.join(
          "\n",
          "From: Tester <tester@example.com>",
          "Subject: Change what is not there",
          "",
          "---",
          "diff --git a/nosuch b/nosuch",
          "--- a/nosuch",
          "+++ b/nosuch",
          "@@ -1 +1 @@",
          "-a",
          "+b",
          "");

  private final TestGit git;
  private final Path gitDir;
  private final Path commonDir;

  RealUserWorktree(TestGit git, Path gitDir, Path commonDir) {
    this.git = git;
    this.gitDir = gitDir;
    this.commonDir = commonDir;
  }

  private Path file(String name) {
    return git.folder().resolve(name);
  }

  @Override
  public String path() {
    return git.folder().toString();
  }

  @Override
  public void checkOut(String branch) {
    git.run("checkout", "-q", "-f", branch, "--");
  }

  @Override
  public void detach(CommitHash commit) {
    git.run("checkout", "-q", "-f", "--detach", commit.hex());
  }

  @Override
  public void reset(CommitHash commit) {
    git.run("reset", "-q", "--hard", commit.hex());
  }

  @Override
  public CommitHash commitAll(String message, boolean amend) {
    git.run("add", "-A");
    if (amend) {
      git.run("commit", "-q", "--allow-empty", "--amend", "-m", message);
    } else {
      git.run("commit", "-q", "--allow-empty", "-m", message);
    }
    return new CommitHash(git.hash("HEAD"));
  }

  @Override
  public void clean() {
    git.run("reset", "-q", "--hard");
    git.run("clean", "-q", "-f", "-d");
  }

  @Override
  public boolean isClean() {
    return git.run("status", "--porcelain").isEmpty();
  }

  @Override
  public void write(String name, String content) {
    git.write(name, content);
  }

  @Override
  public Map<String, String> files() {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> found = Files.walk(git.folder())) {
      found
          .filter(Files::isRegularFile)
          .filter(each -> !git.folder().relativize(each).startsWith(".git"))
          .forEach(
              each ->
                  all.put(
                      git.folder().relativize(each).toString(),
                      unchecked(() -> Files.readString(each))));
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void remove(String name) {
    unchecked(
        () -> {
          Files.delete(file(name));
          return true;
        });
  }

  @Override
  public void makeExecutable(String name) {
    assertThat(file(name).toFile().setExecutable(true)).isTrue();
  }

  @Override
  public void stage(String name) {
    git.run("add", "-A", "--", name);
  }

  @Override
  public void unstage(String name) {
    git.run("rm", "-q", "--cached", "--", name);
  }

  @Override
  public void ignore(String name) {
    Path exclude = commonDir.resolve("info/exclude");
    unchecked(
        () -> {
          Files.createDirectories(exclude.getParent());
          return Files.writeString(
              exclude, "/" + name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        });
  }

  @Override
  public void assumeUnchanged(String name) {
    git.run("update-index", "--assume-unchanged", "--", name);
  }

  @Override
  public void skipWorktree(String name) {
    git.run("update-index", "--skip-worktree", "--", name);
  }

  /** A commit on top of HEAD that changes nothing. */
  private String emptyCommit() {
    return git.run("commit-tree", "-m", "empty", "-p", "HEAD", "HEAD^{tree}");
  }

  @Override
  public void begin(Work work) {
    switch (work) {
      case MERGE -> git.run("merge", "-q", "--no-commit", "--no-ff", "-s", "ours", emptyCommit());
      // It stops, because the commit is empty.
      case CHERRY_PICK -> mustStop("cherry-pick", emptyCommit());
      case REVERT -> git.run("revert", "--no-commit", emptyCommit());
      case REBASE -> git.run("-c", "sequence.editor=echo break >", "rebase", "-q", "-i", "HEAD");
      case BISECT -> {
        git.run("bisect", "start");
        git.run("checkout", "-q", "--detach");
      }
      case BISECT_IN_PLACE -> git.run("bisect", "start");
      case AM -> {
        Path patch = gitDir.resolve("patch-of-a-test");
        unchecked(() -> Files.writeString(patch, PATCH_OF_A_FILE_THAT_IS_NOT_THERE));
        mustStop("am", "-q", patch.toString());
      }
    }
  }

  private void mustStop(String... command) {
    assertThat(git.attempt(command).exitCode()).as("git stopped in the middle").isNotZero();
  }

  @Override
  public void end() {
    if (Files.exists(gitDir.resolve("MERGE_HEAD"))) {
      git.run("merge", "--quit");
    } else if (Files.exists(gitDir.resolve("CHERRY_PICK_HEAD"))) {
      git.run("cherry-pick", "--quit");
    } else if (Files.exists(gitDir.resolve("REVERT_HEAD"))) {
      git.run("revert", "--quit");
    } else if (Files.exists(gitDir.resolve("rebase-merge"))) {
      git.run("rebase", "--quit");
    } else if (Files.exists(gitDir.resolve("rebase-apply"))) {
      git.run("am", "--quit");
    } else {
      // With HEAD it stays where it is, instead of going back to where it began.
      git.run("bisect", "reset", "HEAD");
    }
  }

  @Override
  public void lockIndex(boolean held) {
    Path lock = gitDir.resolve("index.lock");
    unchecked(() -> held ? Files.createFile(lock) : Files.deleteIfExists(lock));
  }
}
