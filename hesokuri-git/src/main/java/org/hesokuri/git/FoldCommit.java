package org.hesokuri.git;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hesokuri.core.git.FoldWeek;
import org.hesokuri.core.git.FoldedTip;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * One commit of a fold. Its parents are the commit before it in the fold, if there is one, and then
 * each tip that it holds; its message names these with branch and time, a line for each.
 *
 * @param week the week of the fold
 * @param previous the commit before it
 * @param tips what it holds; at least one
 * @param all how many tips the fold holds up to this commit
 */
record FoldCommit(
    FoldWeek week, Optional<CommitHash> previous, ImmutableList<FoldedTip> tips, int all) {

  /** More are drawn by {@code git log --graph} in as many columns. */
  static final int MOST_PARENTS = 16;

  private static final Pattern SUBJECT =
      Pattern.compile(
          "Keep ([0-9]{1,9}) displaced tips? of ([0-9]{4}-W[0-9]{2}), ([0-9]{1,9}) in all");

  FoldCommit {
    if (tips.isEmpty() || all < tips.size()) {
      throw new IllegalArgumentException("a fold of " + all + " with " + tips.size() + " tips");
    }
  }

  /** The parents: never the same twice, which git would not take. */
  ImmutableList<CommitHash> parents() {
    ImmutableSet.Builder<CommitHash> parents = ImmutableSet.builder();
    previous.ifPresent(parents::add);
    tips.forEach(tip -> parents.add(tip.tip().tip()));
    return parents.build().asList();
  }

  String message() {
    StringBuilder message =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Keep %d displaced %s of %s, %d in all\n\n",
                tips.size(),
                tips.size() == 1 ? "tip" : "tips",
                week,
                all));
    for (FoldedTip tip : tips) {
      message.append(line(tip)).append('\n');
    }
    return message.toString();
  }

  /** Git takes no blank and no line break in a name, so that it ends where it seems to. */
  private static String line(FoldedTip tip) {
    return tip.tip().tip() + " " + tip.tip().branch().text() + " " + tip.displaced();
  }

  /**
   * Reads a commit of a fold; empty if it is none, such as one that somebody else put there. It
   * holds what its parents hold, whatever its message says, so that both must agree.
   *
   * @param parents its parents, in their order
   */
  static Optional<FoldCommit> read(FoldWeek week, List<CommitHash> parents, String message) {
    String[] lines = message.split("\n", -1);
    Matcher subject = SUBJECT.matcher(lines[0]);
    boolean isWhole = lines.length > 3 && lines[1].isEmpty() && lines[lines.length - 1].isEmpty();
    if (!isWhole || !subject.matches() || !subject.group(2).equals(week.text())) {
      return Optional.empty();
    }
    try {
      ImmutableList.Builder<FoldedTip> tips = ImmutableList.builder();
      for (String line : List.of(lines).subList(2, lines.length - 1)) {
        tips.add(tip(line));
      }
      FoldCommit without =
          new FoldCommit(week, Optional.empty(), tips.build(), Integer.parseInt(subject.group(3)));
      FoldCommit read =
          without.parents().equals(parents)
              ? without
              : new FoldCommit(week, parents.stream().findFirst(), without.tips, without.all);
      return read.parents().equals(parents) && read.message().equals(message)
          ? Optional.of(read)
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException notOurs) {
      return Optional.empty();
    }
  }

  private static FoldedTip tip(String line) {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      throw new IllegalArgumentException("that is no line of a fold: " + line);
    }
    return new FoldedTip(
        new KeptTip(new BranchName(words[1]), new CommitHash(words[0])), Instant.parse(words[2]));
  }
}
