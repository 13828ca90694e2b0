package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Maps;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.git.RepoSnapshot;
import org.hesokuri.core.git.Worktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;

/**
 * What would be deleted if a branch were unwanted as it stands.
 *
 * @param commits the tips of the branch and of its copies; at least one
 * @param lines for people: each of these branches with its commit, and what becomes of them
 */
public record UnwantedTips(ImmutableSortedSet<CommitHash> commits, ImmutableList<String> lines) {

  private static final int SHOWN_HASH = 10;

  /**
   * Looks at a repository.
   *
   * @throws CannotDo if it cannot be read, or has neither the branch nor a copy of it
   */
  public static UnwantedTips of(BranchName branch, RepoPath path, Source source, GitBackend git)
      throws CannotDo {
    try (GitRepository repository = OpenedRepository.at(path, git)) {
      RepoSnapshot seen = repository.look();
      ImmutableSortedMap<BranchName, CommitHash> named =
          ImmutableSortedMap.copyOf(
              Maps.filterKeys(seen.branches(), each -> isNamed(branch, each)));
      if (named.isEmpty()) {
        throw new CannotDo("there is neither a branch " + branch + " nor a copy of it in " + path);
      }
      ImmutableMap<CommitHash, CommitSummary> commits =
          repository.describe(ImmutableSet.copyOf(named.values()));
      ImmutableList.Builder<String> lines = ImmutableList.builder();
      lines.add("To be deleted in " + path + ":");
      for (Map.Entry<BranchName, CommitHash> each : named.entrySet()) {
        lines.add("  " + line(each.getKey(), each.getValue(), commits, seen));
      }
      lines.add(
          "Their commits stay in refs/hesokuri for "
              + source.keepFor().toDays()
              + " days; hesokuri restore makes branches of them.");
      return new UnwantedTips(ImmutableSortedSet.copyOf(named.values()), lines.build());
    } catch (GitFailure failure) {
      throw OpenedRepository.because(failure);
    }
  }

  private static boolean isNamed(BranchName branch, BranchName each) {
    return each.equals(branch) || each.text().startsWith(branch.text() + CopyName.SEPARATOR);
  }

  private static String line(
      BranchName branch,
      CommitHash tip,
      Map<CommitHash, CommitSummary> commits,
      RepoSnapshot seen) {
    String subject =
        Optional.ofNullable(commits.get(tip))
            .map(commit -> Quoted.line(commit.subject()))
            .orElse("(it cannot be read; look with git fsck)");
    ImmutableList<Worktree> worktrees = seen.worktreesOf(branch);
    String stays =
        worktrees.isEmpty()
            ? ""
            : "  (checked out in " + worktrees.get(0).path() + ": only once it no longer is)";
    return tip.hex().substring(0, SHOWN_HASH) + "  " + branch + "  " + subject + stays;
  }
}
