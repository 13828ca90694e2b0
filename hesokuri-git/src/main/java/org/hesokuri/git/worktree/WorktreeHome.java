package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.hesokuri.core.model.Quoted;

/**
 * Where the parts of one worktree are.
 *
 * @param files the top folder of its files
 * @param gitDir the folder of its HEAD and index
 * @param commonDir the folder of branches and objects, the same as {@code gitDir} for the main
 *     worktree
 */
record WorktreeHome(Path files, Path gitDir, Path commonDir) {

  private static final String SYMBOLIC = "ref: ";

  private static final Map<String, String> BUSY =
      Map.of(
          "MERGE_HEAD", "a merge",
          "CHERRY_PICK_HEAD", "a cherry-pick",
          "REVERT_HEAD", "a revert",
          "BISECT_LOG", "a bisect",
          "rebase-merge", "a rebase",
          "rebase-apply", "a rebase or am",
          "sequencer", "a cherry-pick or revert");

  /** Finds the parts of the worktree that has its files at the path. */
  static WorktreeHome find(Repository repository, String path) throws Stopped, IOException {
    Path files = Path.of(path);
    Path common = repository.getCommonDirectory().toPath();
    if (!Files.isDirectory(files)) {
      throw Stopped.refused("there is no folder at " + Quoted.plain(path), files);
    }
    for (Path linked : linkedGitDirs(common)) {
      Path dotGit = linked.resolve(read(linked.resolve("gitdir")).strip());
      if (same(dotGit, files.resolve(".git")) && same(gitDirOf(dotGit), linked)) {
        return new WorktreeHome(files, linked, common);
      }
    }
    if (same(gitDirOf(files.resolve(".git")), common) || isWorkTreeOf(repository, common, files)) {
      return new WorktreeHome(files, common, common);
    }
    throw Stopped.refused(
        Quoted.plain(path) + " is no worktree of " + common + "; see `git worktree list`",
        files.resolve(".git"));
  }

  /**
   * The worktree of a git folder, also if both were moved since.
   *
   * @param recorded where its files were
   */
  static WorktreeHome ofGitDir(Path gitDir, Path common, Path recorded) throws IOException {
    Path files = recorded;
    if (!gitDir.equals(common)) {
      files = gitDir.resolve(read(gitDir.resolve("gitdir")).strip()).normalize().getParent();
    } else if (common.endsWith(".git") && !same(gitDirOf(recorded.resolve(".git")), common)) {
      files = common.getParent();
    }
    return new WorktreeHome(files == null ? recorded : files, gitDir, common);
  }

  private static boolean isWorkTreeOf(Repository repository, Path common, Path files)
      throws IOException {
    return !repository.isBare()
        && same(repository.getDirectory().toPath(), common)
        && same(repository.getWorkTree().toPath(), files);
  }

  private static boolean same(Path one, Path other) throws IOException {
    try {
      return Files.isSameFile(one, other);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** The git folder that a {@code .git} is or names. */
  private static Path gitDirOf(Path dotGit) throws IOException {
    if (Files.isRegularFile(dotGit)) {
      String text = read(dotGit).strip();
      if (text.startsWith("gitdir: ")) {
        return dotGit.resolveSibling(text.substring("gitdir: ".length()));
      }
    }
    return dotGit;
  }

  /** The git folders of all linked worktrees. */
  static List<Path> linkedGitDirs(Path common) throws IOException {
    List<Path> found = new ArrayList<>();
    Path folder = common.resolve("worktrees");
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Files.isRegularFile(entry.resolve("gitdir"))) {
            found.add(entry);
          }
        }
      }
    }
    return found;
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  Path index() {
    return gitDir.resolve("index");
  }

  Path indexLock() {
    return gitDir.resolve("index.lock");
  }

  Path headLock() {
    return gitDir.resolve("HEAD.lock");
  }

  /** Our own folder for this worktree. */
  Path own() {
    return own(gitDir);
  }

  static Path own(Path gitDir) {
    return gitDir.resolve("hesokuri");
  }

  /** The full name of the ref that HEAD names; empty if it is detached. */
  Optional<String> head() throws IOException {
    return symbolic(gitDir.resolve("HEAD"));
  }

  private static Optional<String> symbolic(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      // An old way to write it, which core.preferSymlinkRefs still asks for.
      return Optional.of(Files.readSymbolicLink(file).toString());
    }
    String text;
    try {
      text = read(file).strip();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    return text.startsWith(SYMBOLIC)
        ? Optional.of(text.substring(SYMBOLIC.length()).strip())
        : Optional.empty();
  }

  /** Checks that HEAD names the branch here and in no other worktree, and nothing is under way. */
  void mustHoldAlone(String ref) throws Stopped, IOException {
    Optional<String> head = head();
    if (!head.filter(ref::equals).isPresent()) {
      throw Stopped.lostRace(
          "HEAD of " + files + " is " + head.orElse("detached") + ", no longer " + ref);
    }
    for (Map.Entry<String, String> busy : BUSY.entrySet()) {
      Path sign = gitDir.resolve(busy.getKey());
      if (Files.exists(sign, LinkOption.NOFOLLOW_LINKS)) {
        throw Stopped.refused(
            files + " is in the middle of " + busy.getValue() + "; finish or abort it", sign);
      }
    }
    List<Path> all = new ArrayList<>(linkedGitDirs(commonDir));
    if (!isBare(commonDir)) {
      all.add(commonDir);
    }
    for (Path other : all) {
      if (!same(other, gitDir)) {
        mustNotHold(other, ref);
      }
    }
  }

  /** Whether there is no main worktree, so that HEAD in the common folder checks nothing out. */
  private static boolean isBare(Path common) throws IOException {
    boolean bare = false;
    for (String name : List.of("config", "config.worktree")) {
      FileBasedConfig config = new FileBasedConfig(common.resolve(name).toFile(), FS.DETECTED);
      try {
        config.load();
        bare = config.getBoolean("core", "bare", bare);
      } catch (ConfigInvalidException e) {
        throw new IOException(common.resolve(name) + " cannot be understood", e);
      }
    }
    return bare;
  }

  private static void mustNotHold(Path other, String ref) throws Stopped, IOException {
    if (symbolic(other.resolve("HEAD")).filter(ref::equals).isPresent()) {
      throw Stopped.refused(
          ref + " is checked out in a second worktree too, that of " + other,
          other.resolve("HEAD"));
    }
    for (String name :
        List.of("rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START")) {
      Path file = other.resolve(name);
      if (Files.isRegularFile(file)) {
        String held = read(file).strip();
        if (held.equals(ref) || ref.equals("refs/heads/" + held)) {
          throw Stopped.refused(
              "a rebase or bisect in the worktree of " + other + " will return to " + ref, file);
        }
      }
    }
  }
}
