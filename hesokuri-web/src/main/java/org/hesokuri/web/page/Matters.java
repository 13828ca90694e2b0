package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.BranchStatus.Attention;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/** Collects what needs somebody, the worst first. */
final class Matters {

  private final List<Matter> found = new ArrayList<>();
  private final Instant now;

  private Matters(Instant now) {
    this.now = now;
  }

  /** Everything in a status that needs somebody. */
  static ImmutableList<Matter> of(SyncStatus status) {
    Matters matters = new Matters(status.at());
    matters.addFile(status.configuration());
    status.configuration().running().ifPresent(running -> matters.addRunning(status, running));
    return matters.sorted();
  }

  /** What is to be said of one source, but for what is said beside its branches. */
  static ImmutableList<Matter> beside(SourceStatus source, Instant now) {
    Matters matters = new Matters(now);
    matters.addSource(source);
    return matters.sorted();
  }

  private ImmutableList<Matter> sorted() {
    return found.stream()
        .sorted(Comparator.comparing(Matter::tone).reversed())
        .collect(ImmutableList.toImmutableList());
  }

  private void addFile(SyncStatus.ConfigurationStatus file) {
    if (!file.problems().isEmpty() && file.running().isPresent()) {
      int others = file.problems().size() - 1;
      found.add(
          Matter.of(
                  Tone.BAD,
                  "Configuration file",
                  "/configuration",
                  Words.sentence(file.problems().get(0))
                      + (others == 0 ? "" : " And " + others + " more.")
                      + " The configuration before goes on until the file is mended.")
              .calling("Show the file's errors"));
    }
  }

  private void addRunning(SyncStatus status, Configuration running) {
    Tally tally = Tally.of(status, running.self());
    ImmutableSortedMap<PeerId, Tally.LackOfPeer> lacks = tally.whatPeersLack();
    for (PeerStatus peer : status.peers()) {
      addPeer(peer, lacks);
    }
    for (SourceStatus source : status.sources()) {
      addSource(source);
      source.branches().forEach(branch -> addBranch(source, branch));
    }
    if (tally.lonely() > 0) {
      found.add(
          Matter.of(
              Tone.BAD,
              "No backup",
              "/?show=all",
              Words.counted(tally.lonely(), "source is", "sources are")
                  + " on no other machine: nothing backs "
                  + (tally.lonely() == 1 ? "it" : "them")
                  + " up. Add a second machine to :host-to-path."));
    }
  }

  private void addPeer(PeerStatus peer, ImmutableSortedMap<PeerId, Tally.LackOfPeer> lacks) {
    String name = peer.peer().name();
    String lacking =
        lacks.containsKey(peer.peer())
            ? Words.counted(lacks.get(peer.peer()).branches(), "branch waits", "branches wait")
                + " for it."
            : "What it holds is what it said last.";
    Runnable telling =
        peer.reach()
            .fold(
                notTried -> () -> {},
                met -> () -> addLack(peer.peer(), lacks),
                failing ->
                    () ->
                        found.add(
                            Matter.of(
                                    lacks.containsKey(peer.peer()) ? Tone.BAD : Tone.WAIT,
                                    name,
                                    Links.to(peer.peer()),
                                    Words.sentence(failing.why()) + " " + lacking)
                                .since(Moment.of(failing.since(), now))
                                .trying(Optional.of(Moment.of(failing.nextTry(), now)))
                                .pushing(name)
                                .calling("Show the peer")));
    telling.run();
  }

  private void addLack(PeerId peer, ImmutableSortedMap<PeerId, Tally.LackOfPeer> lacks) {
    if (lacks.containsKey(peer)) {
      Tally.LackOfPeer lack = lacks.get(peer);
      found.add(
          Matter.of(
                  Tone.WAIT,
                  peer.name(),
                  Links.to(peer),
                  "It lacks "
                      + Words.counted(lack.branches(), "branch", "branches")
                      + ": "
                      + Words.sentence(lack.mostFrequentWhy())
                      + (lack.otherWhys() ? " There are other reasons, too." : ""))
              .pushing(peer.name())
              .calling("Show the peer"));
    }
  }

  private void addSource(SourceStatus source) {
    String name = Quoted.plain(source.path().lastPart());
    String href = Links.to(source.path());
    Runnable stopped =
        source
            .state()
            .fold(
                starting -> () -> {},
                running -> () -> {},
                halted ->
                    () ->
                        found.add(
                            Matter.of(
                                    Tone.BAD,
                                    name,
                                    href,
                                    Quoted.line(source.path().text())
                                        + " is stopped: "
                                        + Words.sentence(halted.why()))
                                .since(Moment.of(halted.since(), now))
                                .calling("Show the source")));
    stopped.run();
    source
        .peerProblems()
        .forEach(
            (peer, problem) ->
                found.add(
                    Matter.of(
                            Tone.BAD,
                            name + " on " + peer,
                            href,
                            "Not given to " + peer + ": " + Words.sentence(problem.why()))
                        .since(Moment.of(problem.since(), now))
                        .trying(problem.nextTry().map(at -> Moment.of(at, now)))
                        .calling("Show the source")));
    for (String remark : source.remarks()) {
      found.add(
          Matter.of(Tone.WAIT, name, href, Words.sentence(remark)).calling("Show the source"));
    }
  }

  private void addBranch(SourceStatus source, BranchStatus branch) {
    branch
        .attention()
        .ifPresent(
            attention ->
                found.add(
                    Matter.of(
                            Tone.BAD,
                            Quoted.plain(source.path().lastPart())
                                + ": "
                                + Quoted.plain(branch.name().text()),
                            Links.to(source.path()),
                            Words.sentence(attention.text()))
                        .since(Moment.of(attention.since(), now))
                        .calling(
                            attention.kind() == Attention.Kind.DIVERGED
                                ? "Show both sides and how to settle it"
                                : "Show the source")));
  }
}
