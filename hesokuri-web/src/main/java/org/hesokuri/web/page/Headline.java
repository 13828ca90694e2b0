package org.hesokuri.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.status.SyncStatus;

/**
 * The one sentence that says whether everything is safe.
 *
 * @param sentence the sentence
 * @param since since when branches are not where they should be, the one for which it is longest
 * @param calm whether nothing is wrong, here and in what goes with it
 */
record Headline(String sentence, Optional<Moment> since, boolean calm) {

  private static final Duration SOON = Duration.ofMinutes(1);

  static Headline of(SyncStatus status, Optional<Instant> unsafeSince) {
    return status
        .configuration()
        .running()
        .map(running -> of(status, running, unsafeSince))
        .orElseGet(
            () ->
                new Headline(
                    "Nothing is kept in step: there is no valid configuration yet.",
                    Optional.empty(),
                    false));
  }

  private static Headline of(
      SyncStatus status, Configuration running, Optional<Instant> unsafeSince) {
    Tally tally = Tally.of(status, running.self());
    boolean nothingWrong =
        status.configuration().problems().isEmpty()
            && tally.lonely() == 0
            && tally.attention() == 0
            && tally.remarks() == 0;
    boolean safe = tally.lacking() == 0 && tally.looked();
    String sentence = sentence(tally);
    return new Headline(
        safe && !nothingWrong && tally.shared() > 0
            ? sentence.substring(0, sentence.length() - 1) + ", but something needs you."
            : sentence,
        unsafeSince
            .filter(since -> isWorthTelling(since, status.at()))
            .map(since -> Moment.of(since, status.at())),
        nothingWrong && safe);
  }

  /** What is on its way is not told with a time that is over when it is read. */
  private static boolean isWorthTelling(Instant since, Instant now) {
    return Duration.between(since, now).compareTo(SOON) > 0;
  }

  private static String sentence(Tally tally) {
    if (tally.sources() == 0) {
      return "The configuration names no source on this machine.";
    }
    if (tally.lacking() > 0) {
      return (tally.branches() == 1
              ? "The only branch"
              : tally.lacking() + " of " + tally.branches() + " branches")
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
}
