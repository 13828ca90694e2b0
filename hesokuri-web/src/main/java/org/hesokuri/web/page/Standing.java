package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.git.CommitPair;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.BranchStatus.Attention;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;

/**
 * How one source stands on one peer, in a cell.
 *
 * @param tone how good that is
 * @param word in a word or two
 * @param detail what goes with it, or nothing
 * @param title the whole reason, or nothing
 * @param nextTry when it is tried again
 * @param asOf when the peer said so, where that is not just now
 */
record Standing(
    Tone tone,
    String word,
    String detail,
    String title,
    Optional<Moment> nextTry,
    Optional<Moment> asOf) {

  private static final int MOST_DETAIL = 70;

  /**
   * What all cells of a page are made from.
   *
   * @param behind how many commits the right one of each pair lacks of the left one
   * @param now the moment of the page
   */
  record View(ImmutableMap<CommitPair, Integer> behind, Instant now) {

    Standing of(SourceStatus source, PeerStatus peer) {
      if (!source.source().paths().containsKey(peer.peer())) {
        return plain(Tone.PLAIN, "not held there", "");
      }
      return source
          .state()
          .fold(
              starting -> plain(Tone.PLAIN, "being looked at", ""),
              running -> ofRunning(source, peer),
              stopped -> plain(Tone.BAD, "blocked", stopped.why()));
    }

    private Standing ofRunning(SourceStatus source, PeerStatus peer) {
      ImmutableList<BranchStatus> settle = toSettle(source, peer.peer());
      if (!settle.isEmpty()) {
        return ofUnsettled(settle);
      }
      Optional<SourceStatus.PeerProblem> problem =
          Optional.ofNullable(source.peerProblems().get(peer.peer()));
      Lack lack = Lack.of(source, peer.peer(), behind);
      if (problem.isPresent()) {
        return plain(lack.isNone() ? Tone.WAIT : Tone.BAD, "blocked", problem.get().why())
            .trying(problem.get().nextTry().map(at -> Moment.of(at, now)));
      }
      return peer.reach()
          .fold(
              notTried -> lack.isNone() ? inStep(source) : plain(Tone.WAIT, "not tried yet", ""),
              met -> lack.isNone() ? inStep(source) : plain(Tone.WAIT, lack.words(), lack.why()),
              failing -> ofAway(source, lack, failing));
    }

    private Standing ofAway(SourceStatus source, Lack lack, PeerStatus.Failing failing) {
      if (lack.isNone()) {
        Standing held = inStep(source);
        return new Standing(
            held.tone,
            held.word,
            held.detail,
            held.title,
            Optional.empty(),
            failing.lastMet().map(at -> Moment.of(at, now)));
      }
      return new Standing(
          Tone.WAIT,
          "waiting",
          lack.words(),
          Words.sentence(failing.why()),
          Optional.of(Moment.of(failing.nextTry(), now)),
          Optional.empty());
    }
  }

  private static Standing inStep(SourceStatus source) {
    return source.branches().isEmpty()
        ? plain(Tone.PLAIN, "no branches yet", "")
        : plain(Tone.GOOD, "in step", "");
  }

  private static Standing plain(Tone tone, String word, String why) {
    String harmless = why.isEmpty() ? "" : Words.sentence(why);
    return new Standing(
        tone, word, Words.cut(harmless, MOST_DETAIL), harmless, Optional.empty(), Optional.empty());
  }

  private Standing trying(Optional<Moment> next) {
    return new Standing(tone, word, detail, title, next, asOf);
  }

  private static Standing ofUnsettled(ImmutableList<BranchStatus> settle) {
    boolean diverged = settle.stream().anyMatch(branch -> isOf(branch, Attention.Kind.DIVERGED));
    BranchStatus first =
        settle.stream()
            .filter(branch -> !diverged || isOf(branch, Attention.Kind.DIVERGED))
            .findFirst()
            .orElseThrow();
    return plain(
        Tone.BAD,
        diverged ? "diverged" : "blocked",
        first.attention().map(Attention::text).orElse(""));
  }

  private static boolean isOf(BranchStatus branch, Attention.Kind kind) {
    return branch.attention().filter(attention -> attention.kind() == kind).isPresent();
  }

  /** The branches that keep what the peer has from coming here: copies of it, or what they meet. */
  private static ImmutableList<BranchStatus> toSettle(SourceStatus source, PeerId peer) {
    ImmutableList.Builder<BranchStatus> settle = ImmutableList.builder();
    for (BranchStatus branch : source.branches()) {
      boolean concerns =
          branch.attention().isPresent()
              && branch
                  .role()
                  .<Boolean>fold(
                      local -> hasCopy(source, local.name(), peer),
                      copy -> copy.name().from().equals(peer));
      if (concerns
          && (isOf(branch, Attention.Kind.DIVERGED) || isOf(branch, Attention.Kind.BLOCKED))) {
        settle.add(branch);
      }
    }
    return settle.build();
  }

  private static boolean hasCopy(SourceStatus source, BranchName of, PeerId from) {
    return source.branches().stream()
        .anyMatch(
            branch ->
                branch
                    .role()
                    .<Boolean>fold(
                        local -> false,
                        copy ->
                            copy.name().branch().equals(of) && copy.name().from().equals(from)));
  }

  /**
   * What a peer lacks of a source.
   *
   * @param branches how many branches
   * @param commits how many commits, where that is known of all of them
   * @param why the first reason
   */
  record Lack(int branches, Optional<Integer> commits, String why) {

    static Lack of(SourceStatus source, PeerId peer, ImmutableMap<CommitPair, Integer> behind) {
      int branches = 0;
      Optional<Integer> commits = Optional.of(0);
      String why = "";
      for (BranchStatus branch : source.branches()) {
        Optional<Holding.Lacking> lacking =
            Optional.ofNullable(branch.peers().get(peer)).flatMap(Lack::lacking);
        if (lacking.isPresent()) {
          branches++;
          why = why.isEmpty() ? lacking.get().why() : why;
          Optional<Integer> more =
              lacking
                  .get()
                  .last()
                  .flatMap(
                      last -> Optional.ofNullable(behind.get(new CommitPair(branch.tip(), last))));
          commits = commits.flatMap(sum -> more.map(number -> sum + number));
        }
      }
      return new Lack(branches, commits, why);
    }

    static Optional<Holding.Lacking> lacking(Holding holding) {
      return holding.fold(
          exactly -> Optional.empty(),
          inside -> Optional.empty(),
          Optional::of,
          notMeant -> Optional.empty());
    }

    boolean isNone() {
      return branches == 0;
    }

    String words() {
      return commits
          .filter(number -> number > 0)
          .map(
              number ->
                  "behind by "
                      + Words.counted(number, "commit", "commits")
                      + (branches > 1 ? " in " + branches + " branches" : ""))
          .orElseGet(() -> "lacks " + Words.counted(branches, "branch", "branches"));
    }
  }
}
