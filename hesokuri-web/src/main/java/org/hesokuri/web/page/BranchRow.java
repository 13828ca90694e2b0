package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Map;
import org.hesokuri.core.model.BranchRole;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;

/**
 * A branch in words.
 *
 * @param name its name
 * @param shortHash its commit, for people
 * @param hash its commit in full
 * @param marks what it is, a word or two each
 * @param cells what each peer holds of it, in the order of the source's peers
 * @param attention what needs the user, or nothing
 */
record BranchRow(
    String name,
    String shortHash,
    String hash,
    ImmutableList<String> marks,
    ImmutableList<Cell> cells,
    String attention) {

  /**
   * What one peer holds.
   *
   * @param peer the peer
   * @param tone how good that is
   * @param word in a word or two
   * @param title the same as exactly as it is known
   * @param story a sentence to be read without pointing at it, or nothing
   */
  record Cell(String peer, Tone tone, String word, String title, String story) {}

  static BranchRow of(BranchStatus branch, Instant now) {
    return new BranchRow(
        Quoted.plain(branch.name().text()),
        branch.tip().abbreviated(),
        branch.tip().hex(),
        marks(branch),
        branch.peers().entrySet().stream()
            .map(each -> cell(branch.role(), each, now))
            .collect(ImmutableList.toImmutableList()),
        branch
            .attention()
            .map(
                attention ->
                    Words.sentence(attention.text())
                        + " So for "
                        + Moment.of(attention.since(), now).length()
                        + ".")
            .orElse(""));
  }

  boolean needsAttention() {
    return !attention.isEmpty();
  }

  boolean isLacking() {
    return cells.stream().anyMatch(cell -> cell.tone == Tone.BAD);
  }

  private static ImmutableList<String> marks(BranchStatus branch) {
    ImmutableList.Builder<String> marks = ImmutableList.builder();
    branch
        .role()
        .<Runnable>fold(
            local -> () -> {}, copy -> () -> marks.add("copy from " + copy.name().from()))
        .run();
    if (branch.liveEdit()) {
      marks.add("live-edit");
    }
    if (branch.unwanted()) {
      marks.add("unwanted");
    }
    if (branch.checkedOut()) {
      marks.add("checked out");
    }
    return marks.build();
  }

  private static Cell cell(BranchRole role, Map.Entry<PeerId, Holding> each, Instant now) {
    String peer = each.getKey().name();
    return each.getValue()
        .fold(
            exactly ->
                new Cell(
                    peer,
                    Tone.GOOD,
                    "ok",
                    "It said " + Moment.of(exactly.saidAt(), now).relative() + " that it holds it.",
                    ""),
            inside -> cell(peer, inside, now),
            lacking -> cell(peer, lacking, now),
            notMeant -> cell(notMeant, role, each.getKey()));
  }

  private static Cell cell(String peer, Holding.Inside inside, Instant now) {
    return new Cell(
        peer,
        Tone.GOOD,
        "inside " + Quoted.plain(inside.branch().text()) + " at " + inside.at().abbreviated(),
        "It said "
            + Moment.of(inside.saidAt(), now).relative()
            + " that its own branch is at "
            + inside.at().hex()
            + ", which contains it.",
        "");
  }

  private static Cell cell(String peer, Holding.Lacking lacking, Instant now) {
    String said =
        lacking
            .saidAt()
            .map(at -> "So it said " + Moment.of(at, now).relative() + ".")
            .orElse("It has not said yet what it holds.");
    return new Cell(
        peer,
        Tone.BAD,
        lacking
            .last()
            .map(last -> "has " + last.abbreviated())
            .orElse(lacking.saidAt().isPresent() ? "has nothing" : "unknown"),
        lacking.last().map(CommitHash::hex).map(hash -> hash + " ").orElse("") + said,
        said + " Why: " + Words.sentence(lacking.why()));
  }

  private static Cell cell(Holding.NotMeant notMeant, BranchRole role, PeerId peer) {
    boolean itsOwn = role.fold(local -> false, copy -> copy.name().from().equals(peer));
    String why = Words.sentence(notMeant.why());
    return itsOwn
        ? new Cell(peer.name(), Tone.PLAIN, "its own", why, "")
        : new Cell(peer.name(), Tone.PLAIN, "not meant", why, why);
  }
}
