package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hesokuri.core.git.Ancestry;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.Relation;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.daemon.ask.ShellWord;

/** Why live-edit branches of a repository do not move to a copy, as far as git can tell. */
final class WaitingAdvances {

  private static final int SHOWN_FILES = 3;
  private static final int MOST_PLACES = 100;

  private final RepoPath path;
  private final RepoSnapshot seen;
  private final Map<String, String> environment;
  private final ImmutableList.Builder<Finding> findings = ImmutableList.builder();
  private final Set<BranchName> explained = new HashSet<>();

  private WaitingAdvances(RepoPath path, RepoSnapshot seen, Map<String, String> environment) {
    this.path = path;
    this.seen = seen;
    this.environment = environment;
  }

  /**
   * Looks at the branches that have a copy which they do not contain.
   *
   * @param environment what the user's git sees
   */
  static ImmutableList<Finding> in(
      RepoPath path,
      Source source,
      PeerId self,
      GitRepository repository,
      RepoSnapshot seen,
      Map<String, String> environment)
      throws GitFailure, CannotDo {
    WaitingAdvances waiting = new WaitingAdvances(path, seen, environment);
    List<CopyName> copies = copies(source, self, seen);
    ImmutableSet<CommitPair> pairs =
        copies.stream().map(waiting::pair).collect(ImmutableSet.toImmutableSet());
    Ancestry ancestry = repository.ancestry(pairs);
    for (CopyName copy : copies) {
      CommitPair pair = waiting.pair(copy);
      waiting.explain(copy, ancestry.of(pair.left(), pair.right()));
    }
    return waiting.findings.build();
  }

  private static List<CopyName> copies(Source source, PeerId self, RepoSnapshot seen) {
    Identities identities = Identities.of(source.paths().keySet());
    return seen.branches().keySet().stream()
        .flatMap(
            name ->
                identities
                    .classify(name)
                    .fold(local -> Stream.<CopyName>empty(), copy -> Stream.of(copy.name())))
        .filter(copy -> !copy.from().equals(self))
        .filter(copy -> source.liveEdit().covers(copy.branch()))
        .filter(copy -> seen.branches().containsKey(copy.branch()))
        .toList();
  }

  private CommitPair pair(CopyName copy) {
    return new CommitPair(tip(copy.asBranch()), tip(copy.branch()));
  }

  private CommitHash tip(BranchName branch) {
    return Objects.requireNonNull(seen.branches().get(branch));
  }

  private void explain(CopyName copy, Relation relation) throws CannotDo {
    BranchName branch = copy.branch();
    if (relation == Relation.DIVERGED) {
      findings.add(
          Finding.ill(
              path + " " + branch + ": it and " + copy.asBranch() + " have gone two ways, and stay",
              git(path.text())
                  + "checkout "
                  + ShellWord.of(branch.text())
                  + " && "
                  + git(path.text())
                  + "merge "
                  + ShellWord.of("refs/heads/" + copy.asBranch())));
    } else if (relation == Relation.AHEAD && explained.add(branch)) {
      for (Worktree worktree : seen.worktreesOf(branch)) {
        // What it is in the middle of is told already.
        if (worktree.busy().isEmpty()) {
          changes(branch, copy, worktree);
        }
      }
    }
  }

  private void changes(BranchName branch, CopyName copy, Worktree worktree) throws CannotDo {
    List<String> files = new ArrayList<>(uncommitted(worktree));
    files.addAll(inTheWay(branch, copy, worktree));
    if (files.isEmpty()) {
      return;
    }
    findings.add(
        Finding.ill(
            path
                + " "
                + branch
                + ": it waits to move to "
                + copy.asBranch()
                + ", since "
                + worktree.path()
                + " has what is not committed: "
                + String.join(", ", files.subList(0, Math.min(SHOWN_FILES, files.size())))
                + (files.size() > SHOWN_FILES
                    ? " and " + (files.size() - SHOWN_FILES) + " more"
                    : "")
                + "; git stash pop brings them back afterwards",
            git(worktree.path()) + "stash push --include-untracked"));
  }

  private UserGit.Outcome ask(Worktree worktree, List<String> command) throws CannotDo {
    return new UserGit(Path.of(worktree.path()), environment).run(command.toArray(String[]::new));
  }

  private List<String> uncommitted(Worktree worktree) throws CannotDo {
    UserGit.Outcome status =
        ask(
            worktree,
            List.of("--no-optional-locks", "status", "--porcelain", "--no-renames", "-uno"));
    if (!status.good()) {
      return List.of();
    }
    // Two letters for what has changed, a blank, and the file; the first line has lost a blank.
    return status.said().lines().map(line -> line.strip().replaceFirst("^\\S+\\s+", "")).toList();
  }

  /** What is untracked, and lies where the copy would write; what is ignored no stash takes. */
  private List<String> inTheWay(BranchName branch, CopyName copy, Worktree worktree)
      throws CannotDo {
    UserGit.Outcome added =
        ask(
            worktree,
            List.of(
                "diff-tree",
                "-r",
                "--name-only",
                "-z",
                "--no-renames",
                "--diff-filter=A",
                branch.ref(),
                copy.asBranch().ref()));
    if (!added.good()) {
      return List.of();
    }
    Set<String> places =
        Stream.of(added.said().split("\0"))
            .filter(path -> !path.isEmpty())
            .flatMap(path -> taken(Path.of(worktree.path()), path))
            .limit(MOST_PLACES)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (places.isEmpty()) {
      return List.of();
    }
    List<String> untracked =
        new ArrayList<>(List.of("ls-files", "--others", "--exclude-standard", "-z", "--"));
    untracked.addAll(places);
    UserGit.Outcome found = ask(worktree, untracked);
    return found.good() && !found.said().isEmpty() ? List.of(found.said().split("\0")) : List.of();
  }

  /** What is at the path, or is a file where it needs a folder. */
  private static Stream<String> taken(Path top, String path) {
    try {
      Path place = top.resolve(path);
      return Stream.iterate(place, above -> !above.equals(top), Path::getParent)
          .filter(there -> Files.exists(there, LinkOption.NOFOLLOW_LINKS))
          .filter(there -> there == place || !Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS))
          .map(there -> top.relativize(there).toString());
    } catch (InvalidPathException e) {
      // What cannot be named in this locale the daemon tells of by itself.
      return Stream.of();
    }
  }

  private static String git(String folder) {
    return "git -C " + ShellWord.of(folder) + " ";
  }
}
