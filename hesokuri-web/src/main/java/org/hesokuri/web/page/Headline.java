package org.hesokuri.web.page;

import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;

/**
 * The one sentence that says whether everything is safe.
 *
 * @param sentence the sentence
 * @param calm whether it is good news
 */
record Headline(String sentence, boolean calm) {

  static Headline of(SyncStatus status) {
    if (status.configuration().running().isEmpty()) {
      return new Headline("Nothing is kept in step: there is no valid configuration yet.", false);
    }
    if (status.sources().isEmpty()) {
      return new Headline("The configuration names no source on this machine.", false);
    }
    long stopped = OverviewPage.stopped(status);
    if (stopped > 0) {
      return new Headline(
          counted(stopped, "source is", "sources are") + " stopped; see below why.", false);
    }
    return aboutBranches(status);
  }

  private static Headline aboutBranches(SyncStatus status) {
    long branches = 0;
    long lacking = 0;
    long attention = 0;
    boolean starting = false;
    for (SourceStatus source : status.sources()) {
      starting |= source.state().<Boolean>fold(s -> true, running -> false, stopped -> false);
      for (BranchStatus branch : source.branches()) {
        branches++;
        lacking += isLacking(branch) ? 1 : 0;
        attention += branch.attention().isPresent() ? 1 : 0;
      }
    }
    String waiting =
        attention == 0
            ? ""
            : " " + counted(attention, "branch needs", "branches need") + " your attention.";
    if (lacking > 0) {
      return new Headline(
          counted(lacking, "branch is", "branches are")
              + " not on every peer yet, of "
              + branches
              + "."
              + waiting,
          false);
    }
    if (starting) {
      return new Headline("The repositories are being looked at.", false);
    }
    return new Headline(
        (branches == 1 ? "The only branch is" : "All " + branches + " branches are")
            + " on every peer that should hold "
            + (branches == 1 ? "it." : "them.")
            + waiting,
        attention == 0);
  }

  private static boolean isLacking(BranchStatus branch) {
    return branch.peers().values().stream()
        .anyMatch(h -> h.<Boolean>fold(exactly -> false, inside -> false, l -> true, n -> false));
  }

  private static String counted(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
