package org.hesokuri.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hesokuri.core.contract.Draft;
import org.hesokuri.core.contract.UserRepository;
import org.hesokuri.core.contract.UserWorktree;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.git.testing.TestGit;

/** A repository in the hands of a user of C git. */
final class RealUserRepository implements UserRepository {

  private final TestGit git;
  private final Path gitDir;
  private final Templates templates;

  RealUserRepository(TestGit git, boolean bare, Templates templates) {
    this.git = git;
    this.templates = templates;
    this.gitDir = bare ? git.folder() : git.folder().resolve(".git");
  }

  /** File work of a test, which never fails. */
  interface FileWork<T> {
    T run() throws IOException;
  }

  static <T> T unchecked(FileWork<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RepoPath path() {
    return new RepoPath(git.folder().toString());
  }

  @Override
  public UserWorktree main() {
    return new RealUserWorktree(git, gitDir, gitDir);
  }

  @Override
  public UserWorktree addWorktree(String branch) {
    Path files = git.folder().resolveSibling(git.folder().getFileName() + "-" + branch);
    git.run("worktree", "add", "-q", "-f", files.toString(), branch);
    String dotGit = unchecked(() -> Files.readString(files.resolve(".git")));
    Path linked = Path.of(dotGit.substring("gitdir: ".length()).strip());
    return new RealUserWorktree(git.at(files), linked, gitDir);
  }

  @Override
  public void removeWorktree(UserWorktree linked) {
    git.run("worktree", "remove", "--force", linked.path());
  }

  @Override
  public Map<String, CommitHash> make(List<Draft> drafts) {
    return drafts.size() == 1
        ? CommitMaker.make(git, drafts)
        : templates.make(drafts, gitDir.resolve("objects/pack"));
  }

  @Override
  public void fetch(UserRepository from, CommitHash commit) {
    git.run("fetch", "-q", "--no-write-fetch-head", from.path().text(), commit.hex());
  }

  @Override
  public void point(String branch, CommitHash tip) {
    git.run("update-ref", BranchName.PREFIX + branch, tip.hex());
  }

  @Override
  public void delete(String branch) {
    git.run("update-ref", "-d", BranchName.PREFIX + branch);
  }

  @Override
  public void alias(String branch, String target) {
    git.run("symbolic-ref", BranchName.PREFIX + branch, BranchName.PREFIX + target);
  }

  @Override
  public void damage(String branch) {
    Path file = gitDir.resolve(BranchName.PREFIX + branch);
    unchecked(() -> Files.writeString(file, "nonsense\n"));
  }

  @Override
  public void packRefs() {
    // A damaged branch cannot be packed; the others are, and that is all that is asked for.
    git.attempt("pack-refs", "--all");
  }

  private Map<String, String> refs(String prefix) {
    Map<String, String> all = new TreeMap<>();
    String printed =
        git.run("for-each-ref", "--format=%(refname)%00%(objectname)%00%(symref)", prefix);
    for (String line : printed.split("\n")) {
      // Git warns of damaged branches in between.
      String[] parts = line.split("\0", -1);
      if (parts.length == 3 && parts[2].isEmpty()) {
        all.put(parts[0], parts[1]);
      }
    }
    return all;
  }

  @Override
  public Map<String, CommitHash> branches() {
    Map<String, CommitHash> all = new LinkedHashMap<>();
    refs(BranchName.PREFIX)
        .forEach(
            (ref, tip) -> all.put(ref.substring(BranchName.PREFIX.length()), new CommitHash(tip)));
    return all;
  }

  @Override
  public Set<KeptTip> kept() {
    Set<KeptTip> all = new HashSet<>();
    refs(KeptTip.PREFIX).keySet().forEach(ref -> KeptTip.ofRef(ref).ifPresent(all::add));
    return all;
  }

  @Override
  public void refuse(Hook hook, String partOfTheRef) {
    String refusal = "case $ref in *'" + partOfTheRef + "'*) echo no; exit 1;; esac";
    if (hook == Hook.UPDATE) {
      write("update", "ref=$1\n" + refusal);
    } else {
      write("pre-receive", "while read -r old new ref; do " + refusal + "; done");
    }
  }

  @Override
  public void refuseNothing() {
    remove("update");
    remove("pre-receive");
  }

  @Override
  public void hideKept(boolean now) {
    if (now) {
      git.run("config", "transfer.hideRefs", "refs/hesokuri");
    } else {
      git.run("config", "--unset", "transfer.hideRefs");
    }
  }

  @Override
  public void cutPushes(Optional<Cut> where) {
    if (where.isEmpty()) {
      remove("pre-receive");
      remove("reference-transaction");
    } else if (where.get() == Cut.BEFORE_THE_EFFECT) {
      write("pre-receive", "kill -9 $PPID");
    } else {
      write(
          "reference-transaction", "[ $1 != committed ] || ! grep -q refs/heads/ || kill -9 $PPID");
    }
  }

  private void write(String hook, String script) {
    Path file = gitDir.resolve("hooks").resolve(hook);
    unchecked(
        () -> {
          Files.createDirectories(file.getParent());
          Files.writeString(file, "#!/bin/sh\n" + script + "\n");
          return file.toFile().setExecutable(true);
        });
  }

  private void remove(String hook) {
    unchecked(() -> Files.deleteIfExists(gitDir.resolve("hooks").resolve(hook)));
  }

  private Path outOfSight() {
    return git.folder().resolveSibling(git.folder().getFileName() + ".away");
  }

  @Override
  public void vanish() {
    unchecked(() -> Files.move(git.folder(), outOfSight()));
  }

  @Override
  public void comeBack() {
    unchecked(() -> Files.move(outOfSight(), git.folder()));
  }
}
