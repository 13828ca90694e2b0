package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CopyName;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.BranchStatus.Attention;
import org.hesokuri.core.status.SourceStatus;

/**
 * Two branches that have each gone their own way, and how to settle that.
 *
 * @param id names it in the page
 * @param text what the engine says of it
 * @param since since when it is known
 * @param fork the commits of both sides
 * @param ways what can be done about it
 */
record Divergence(String id, String text, Moment since, Fork fork, ImmutableList<Way> ways) {

  private static final int MOST = 5;

  /** One way to settle it: what it leads to, and the commands. */
  record Way(String title, String outcome, String commands) {}

  /**
   * The two branches of a divergence.
   *
   * @param mine what the copy meets: the local branch, or another copy where there is none
   * @param copy the branch that needs attention
   */
  record Sides(BranchStatus mine, BranchStatus copy, Attention attention) {

    CommitPair pair() {
      return new CommitPair(mine.tip(), copy.tip());
    }

    CommitPair turned() {
      return new CommitPair(copy.tip(), mine.tip());
    }
  }

  /** The divergences of a source that are shown. */
  static ImmutableList<Sides> among(SourceStatus source) {
    ImmutableList.Builder<Sides> found = ImmutableList.builder();
    for (BranchStatus branch : source.branches()) {
      Optional<Attention> attention =
          branch.attention().filter(each -> each.kind() == Attention.Kind.DIVERGED);
      Optional<CopyName> copy =
          branch.role().fold(local -> Optional.empty(), each -> Optional.of(each.name()));
      if (attention.isPresent() && copy.isPresent()) {
        counterpart(source, branch, copy.get().branch())
            .ifPresent(mine -> found.add(new Sides(mine, branch, attention.get())));
      }
    }
    ImmutableList<Sides> all = found.build();
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static Optional<BranchStatus> counterpart(
      SourceStatus source, BranchStatus copy, BranchName of) {
    return source.branches().stream()
        .filter(branch -> branch.name().equals(of))
        .findFirst()
        .or(
            () ->
                source.branches().stream()
                    .filter(branch -> !branch.name().equals(copy.name()))
                    .filter(branch -> isCopyOf(branch, of))
                    .findFirst());
  }

  private static boolean isCopyOf(BranchStatus branch, BranchName of) {
    return branch.role().<Boolean>fold(local -> false, copy -> copy.name().branch().equals(of));
  }

  static Divergence of(Sides sides, SourceStatus source, Commits commits, Instant now) {
    return new Divergence(
        "divergence-" + sides.copy().tip().abbreviated(),
        Words.sentence(sides.attention().text()),
        Moment.of(sides.attention().since(), now),
        Fork.of(sides, commits, now),
        ways(sides, source));
  }

  private static ImmutableList<Way> ways(Sides sides, SourceStatus source) {
    BranchName mine = sides.mine().name();
    String go =
        "cd "
            + ShellText.path(source.path().text())
            + "\ngit switch "
            + ShellText.word(mine.text())
            + "\n";
    // In full, so that no name can be an option or mean another ref.
    String copy = ShellText.word("refs/heads/" + sides.copy().name().text());
    String here = Quoted.plain(mine.text());
    String there = Quoted.plain(sides.copy().name().text());
    return ImmutableList.of(
        new Way(
            "Keep both sides",
            "Merges " + there + " into " + here + "; git tells where both changed the same lines.",
            go + "git merge " + copy),
        new Way(
            "Put yours on top of theirs",
            "Applies your commits anew after those of " + there + ", for a straight history.",
            go + "git rebase " + copy),
        new Way(
            "Keep only your content",
            "Makes a merge whose files are yours alone; their commits stay in its history.",
            go + "git merge -s ours " + copy));
  }
}
