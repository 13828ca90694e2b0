package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;

/** Reads what the worktrees of a repository hold; JGit knows only one of them. */
final class WorktreeReader {

  private static final String SYMBOLIC = "ref:";
  private static final String GIT_FILE = ".git";

  private WorktreeReader() {}

  /** A file or folder that says what a worktree is in the middle of. */
  private record Sign(String file, String what) {}

  private static final ImmutableList<Sign> SIGNS =
      ImmutableList.of(
          new Sign("rebase-merge", "a rebase"),
          new Sign("rebase-apply/applying", "git am"),
          new Sign("rebase-apply", "a rebase"),
          new Sign("MERGE_HEAD", "a merge"),
          new Sign("CHERRY_PICK_HEAD", "a cherry-pick"),
          new Sign("REVERT_HEAD", "a revert"),
          new Sign("sequencer", "a series of cherry-picks or reverts"),
          new Sign("BISECT_LOG", "a bisect"),
          new Sign("index.lock", "another git command (index.lock is held)"));

  /**
   * Reads all worktrees.
   *
   * @param commonDir the git folder that they share
   * @param mainWorkTree the main worktree; empty if the repository is bare
   */
  static ImmutableList<KnownWorktree> read(Path commonDir, Optional<Path> mainWorkTree)
      throws IOException {
    ImmutableList.Builder<KnownWorktree> worktrees = ImmutableList.builder();
    if (mainWorkTree.isPresent()) {
      worktrees.add(worktree(mainWorkTree.get().toString(), commonDir, commonDir));
    }
    for (Path gitDir : linkedGitDirs(commonDir)) {
      worktrees.add(worktree(filesOf(gitDir), gitDir, commonDir));
    }
    return worktrees.build();
  }

  /** The git folders of the linked worktrees; one whose files are gone still holds its branch. */
  static List<Path> linkedGitDirs(Path commonDir) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(commonDir.resolve("worktrees"))) {
      for (Path entry : entries) {
        if (Files.exists(entry.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)) {
          found.add(entry);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException none) {
      return List.of();
    }
    return found;
  }

  private static String filesOf(Path gitDir) throws IOException {
    String text = text(gitDir.resolve("gitdir")).orElse(gitDir.toString());
    Path gitFile = gitDir.resolve(text).normalize();
    return gitFile.endsWith(GIT_FILE) ? gitFile.resolveSibling("").toString() : gitFile.toString();
  }

  private static KnownWorktree worktree(String files, Path gitDir, Path commonDir)
      throws IOException {
    Optional<String> head = target(gitDir.resolve("HEAD"));
    ImmutableSet.Builder<BranchName> reserved = ImmutableSet.builder();
    reserved.addAll(reserved(gitDir));
    reserved.addAll(otherNames(head, commonDir));
    Optional<String> busy =
        SIGNS.stream()
            .filter(sign -> Files.exists(gitDir.resolve(sign.file), LinkOption.NOFOLLOW_LINKS))
            .map(Sign::what)
            .findFirst();
    return new KnownWorktree(
        new Worktree(files, head.flatMap(WorktreeReader::branch), reserved.build(), busy), gitDir);
  }

  /** The ref that a symbolic one names; empty if it names a commit or does not exist. */
  private static Optional<String> target(Path ref) throws IOException {
    if (Files.isSymbolicLink(ref)) {
      // An old way to write it, which core.preferSymlinkRefs still asks for.
      return Optional.of(Files.readSymbolicLink(ref).toString());
    }
    if (Files.isDirectory(ref)) {
      return Optional.empty();
    }
    return text(ref)
        .filter(text -> text.startsWith(SYMBOLIC))
        .map(text -> text.substring(SYMBOLIC.length()).strip());
  }

  /** HEAD may name a branch that is another name for the one that a commit then moves. */
  private static Set<BranchName> otherNames(Optional<String> head, Path commonDir)
      throws IOException {
    Set<BranchName> names = new HashSet<>();
    Optional<BranchName> name = head.flatMap(WorktreeReader::branch);
    while (name.isPresent()) {
      name = target(commonDir.resolve(name.get().ref())).flatMap(WorktreeReader::branch);
      if (name.isPresent() && !names.add(name.get())) {
        break;
      }
    }
    return names;
  }

  private static ImmutableSet<BranchName> reserved(Path gitDir) throws IOException {
    ImmutableSet.Builder<BranchName> reserved = ImmutableSet.builder();
    for (String file : List.of("rebase-merge/head-name", "rebase-apply/head-name")) {
      text(gitDir.resolve(file)).flatMap(WorktreeReader::branch).ifPresent(reserved::add);
    }
    // One ref and two hashes, each on a line of its own.
    text(gitDir.resolve("rebase-merge/update-refs"))
        .ifPresent(
            lines -> lines.lines().forEach(line -> branch(line.strip()).ifPresent(reserved::add)));
    text(gitDir.resolve("BISECT_START"))
        .flatMap(start -> branch(start.startsWith("refs/") ? start : BranchName.PREFIX + start))
        .ifPresent(reserved::add);
    return reserved.build();
  }

  private static Optional<BranchName> branch(String ref) {
    try {
      return Optional.of(BranchName.ofRef(ref));
    } catch (IllegalArgumentException notABranch) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
          .map(
              latin ->
                  new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
          .map(String::strip);
    } catch (NoSuchFileException | NotDirectoryException none) {
      return Optional.empty();
    }
  }
}
