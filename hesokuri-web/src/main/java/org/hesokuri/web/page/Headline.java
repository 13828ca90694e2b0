package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/**
 * The one sentence that says whether everything is safe, and what goes with it.
 *
 * @param sentence the sentence
 * @param calm whether nothing is wrong, here and in what goes with it
 * @param more what else keeps things from being in order, or limits the sentence
 */
record Headline(String sentence, boolean calm, ImmutableList<String> more) {

  private static final int MOST_STOPPED = 5;

  static Headline of(SyncStatus status) {
    return status
        .configuration()
        .running()
        .map(running -> of(status, running))
        .orElseGet(
            () ->
                new Headline(
                    "Nothing is kept in step: there is no valid configuration yet.",
                    false,
                    ImmutableList.of()));
  }

  private static Headline of(SyncStatus status, Configuration running) {
    Tally tally = Tally.of(status, running.self());
    ImmutableList.Builder<String> more = ImmutableList.builder();
    if (!status.configuration().problems().isEmpty()) {
      more.add("The configuration file has errors; the configuration before goes on.");
    }
    addStopped(status, more);
    if (tally.lonely() > 0) {
      more.add(
          Words.counted(tally.lonely(), "source is", "sources are")
              + " on no other machine: nothing backs "
              + (tally.lonely() == 1 ? "it" : "them")
              + " up.");
    }
    if (tally.attention() > 0) {
      more.add(
          Words.counted(tally.attention(), "branch needs", "branches need") + " your attention.");
    }
    if (tally.remarks() > 0) {
      more.add(
          "There is something to know about "
              + Words.counted(tally.remarks(), "source", "sources")
              + "; see below.");
    }
    boolean nothingWrong = more.build().isEmpty();
    more.addAll(tally.whatPeersLack());
    if (tally.lacking() == 0) {
      more.addAll(tally.whoIsAway());
    }
    return new Headline(
        sentence(tally), nothingWrong && tally.lacking() == 0 && tally.looked(), more.build());
  }

  private static String sentence(Tally tally) {
    if (tally.sources() == 0) {
      return "The configuration names no source on this machine.";
    }
    if (tally.lacking() > 0) {
      return tally.lacking()
          + " of "
          + Words.counted(tally.branches(), "branch", "branches")
          + (tally.lacking() == 1 ? " is" : " are")
          + " not on every peer yet.";
    }
    if (tally.starting() > 0) {
      return "The repositories are being looked at.";
    }
    if (tally.running() == 0) {
      return "No source can be worked on.";
    }
    if (tally.branches() == 0) {
      return "There are no branches to keep in step yet.";
    }
    if (tally.shared() == 0) {
      return "Nothing is backed up: no other machine holds a source of this one.";
    }
    return (tally.branches() == 1
            ? "The only branch is"
            : "All " + tally.branches() + " branches are")
        + " on every peer that should hold "
        + (tally.branches() == 1 ? "it." : "them.");
  }

  private static void addStopped(SyncStatus status, ImmutableList.Builder<String> more) {
    ImmutableList<String> stopped =
        status.sources().stream()
            .flatMap(source -> whyStopped(source).stream())
            .collect(ImmutableList.toImmutableList());
    stopped.stream().limit(MOST_STOPPED).forEach(more::add);
    if (stopped.size() > MOST_STOPPED) {
      more.add(
          Words.counted(stopped.size() - MOST_STOPPED, "more source is", "more sources are")
              + " stopped.");
    }
  }

  private static Optional<String> whyStopped(SourceStatus source) {
    return source
        .state()
        .fold(
            starting -> Optional.empty(),
            running -> Optional.empty(),
            stopped ->
                Optional.of(
                    Quoted.line(source.path().text())
                        + " is stopped: "
                        + Words.sentence(stopped.why())));
  }
}
