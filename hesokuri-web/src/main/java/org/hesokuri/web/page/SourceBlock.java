package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.SourceStatus;

/**
 * One source in words.
 *
 * @param name the last part of its path
 * @param path its path here
 * @param word what it is like now, in a word or two
 * @param tone whether that is good
 * @param open whether it is shown unfolded
 * @param troubles what somebody should do something about, one sentence each
 * @param facts what else is to be said about it, one sentence each
 * @param peers the peers that hold it, as column heads
 * @param branches one row for each branch
 */
record SourceBlock(
    String name,
    String path,
    String word,
    Tone tone,
    boolean open,
    ImmutableList<String> troubles,
    ImmutableList<String> facts,
    ImmutableList<String> peers,
    ImmutableList<BranchRow> branches) {

  private static final String IN_STEP = "in step";

  static SourceBlock of(SourceStatus source, Instant now, boolean few) {
    ImmutableList<PeerId> peers =
        source.branches().stream()
            .findFirst()
            .map(branch -> branch.peers().keySet().asList())
            .orElse(ImmutableList.of());
    ImmutableList<BranchRow> rows =
        source.branches().stream()
            .map(branch -> BranchRow.of(branch, now))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<String> troubles = troubles(source, now);
    boolean attention = rows.stream().anyMatch(BranchRow::needsAttention);
    String word =
        source
            .state()
            .fold(
                starting -> "being looked at",
                running -> word(rows, attention || !troubles.isEmpty()),
                stopped -> "stopped");
    Tone tone =
        source
            .state()
            .fold(
                starting -> Tone.PLAIN,
                running -> word.equals(IN_STEP) ? Tone.GOOD : Tone.BAD,
                stopped -> Tone.BAD);
    return new SourceBlock(
        Quoted.plain(source.path().lastPart()),
        Quoted.line(source.path().text()),
        word,
        tone,
        few || tone == Tone.BAD,
        troubles,
        facts(source, now),
        peers.stream().map(PeerId::name).collect(ImmutableList.toImmutableList()),
        rows);
  }

  private static String word(ImmutableList<BranchRow> rows, boolean attention) {
    if (attention) {
      return "needs attention";
    }
    return rows.stream().anyMatch(BranchRow::isLacking) ? "not everywhere yet" : IN_STEP;
  }

  private static ImmutableList<String> troubles(SourceStatus source, Instant now) {
    ImmutableList.Builder<String> troubles = ImmutableList.builder();
    whyStopped(source, now).ifPresent(troubles::add);
    source.peerProblems().forEach((peer, problem) -> troubles.add(about(peer, problem, now)));
    source.remarks().forEach(remark -> troubles.add(Words.sentence(remark)));
    return troubles.build();
  }

  private static Optional<String> whyStopped(SourceStatus source, Instant now) {
    return source
        .state()
        .fold(
            starting -> Optional.empty(),
            running -> Optional.empty(),
            stopped ->
                Optional.of(
                    "Stopped "
                        + Moment.of(stopped.since(), now).relative()
                        + ": "
                        + Words.sentence(stopped.why())));
  }

  private static String about(PeerId peer, SourceStatus.PeerProblem problem, Instant now) {
    return "Not given to "
        + peer
        + ": "
        + Words.sentence(problem.why())
        + " So for "
        + Moment.of(problem.since(), now).length()
        + problem
            .nextTry()
            .map(
                at ->
                    at.isAfter(now)
                        ? "; next try " + Moment.of(at, now).relative()
                        : "; next try now")
            .orElse("")
        + ".";
  }

  private static ImmutableList<String> facts(SourceStatus source, Instant now) {
    ImmutableList.Builder<String> facts = ImmutableList.builder();
    source
        .state()
        .fold(
            starting -> Optional.<Instant>empty(),
            running -> Optional.of(running.lookedAt()),
            stopped -> Optional.<Instant>empty())
        .ifPresent(at -> facts.add("Looked at " + Moment.of(at, now).relative() + "."));
    if (source.keptTips() > 0) {
      facts.add(
          Words.counted(source.keptTips(), "displaced tip is", "displaced tips are")
              + " kept here; git for-each-ref refs/hesokuri/kept lists them.");
    }
    return facts.build();
  }
}
