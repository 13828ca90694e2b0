package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.git.CommitSummary;
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
 * @param subject what its commit says of itself, or nothing where that is not known
 * @param author who wrote that
 * @param age when it was committed
 * @param marks what it is, a word or two each
 * @param cells what each peer holds of it, in the order of the source's peers
 * @param attention what needs the user, or nothing
 * @param since since when it needs the user
 */
record BranchRow(
    String name,
    String shortHash,
    String hash,
    String subject,
    String author,
    Optional<Moment> age,
    ImmutableList<String> marks,
    ImmutableList<Cell> cells,
    String attention,
    Optional<Moment> since) {

  /**
   * What one peer holds.
   *
   * @param peer the peer
   * @param tone how good that is
   * @param word in a word or two
   * @param title the same as exactly as it is known
   * @param confirmed when the peer said so, if ever
   * @param story why it does not hold it, or nothing
   */
  record Cell(
      String peer,
      Tone tone,
      String word,
      String title,
      Optional<Moment> confirmed,
      String story) {}

  static BranchRow of(BranchStatus branch, Commits commits, Instant now) {
    Optional<CommitSummary> commit = commits.of(branch.tip());
    return new BranchRow(
        Quoted.plain(branch.name().text()),
        branch.tip().abbreviated(),
        branch.tip().hex(),
        commit.map(Fork::subject).orElse(""),
        commit.map(CommitSummary::author).map(Quoted::plain).orElse(""),
        commit.map(CommitSummary::committedAt).map(at -> Moment.of(at, now)),
        marks(branch),
        branch.peers().entrySet().stream()
            .map(each -> cell(branch.role(), each, now))
            .collect(ImmutableList.toImmutableList()),
        branch.attention().map(attention -> Words.sentence(attention.text())).orElse(""),
        branch.attention().map(attention -> Moment.of(attention.since(), now)));
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
                    "It said that it holds exactly this commit.",
                    Optional.of(Moment.of(exactly.saidAt(), now)),
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
        "It said that its own branch is at " + inside.at().hex() + ", which contains this commit.",
        Optional.of(Moment.of(inside.saidAt(), now)),
        "");
  }

  private static Cell cell(String peer, Holding.Lacking lacking, Instant now) {
    return new Cell(
        peer,
        Tone.WAIT,
        lacking
            .last()
            .map(last -> "has " + last.abbreviated())
            .orElse(lacking.saidAt().isPresent() ? "has nothing" : "unknown"),
        lacking
            .last()
            .map(CommitHash::hex)
            .map(hash -> "It said that it holds " + hash + ".")
            .orElse(""),
        lacking.saidAt().map(at -> Moment.of(at, now)),
        (lacking.saidAt().isPresent() ? "" : "It has not said yet what it holds. ")
            + "Why: "
            + Words.sentence(lacking.why()));
  }

  private static Cell cell(Holding.NotMeant notMeant, BranchRole role, PeerId peer) {
    boolean itsOwn = role.fold(local -> false, copy -> copy.name().from().equals(peer));
    String why = Words.sentence(notMeant.why());
    return new Cell(
        peer.name(),
        Tone.PLAIN,
        itsOwn ? "its own" : "not meant",
        why,
        Optional.empty(),
        itsOwn ? "" : why);
  }
}
