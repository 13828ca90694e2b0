package org.hesokuri.core.engine;

import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Push;
import org.hesokuri.core.git.PushResult;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.SyncEvent;

/** What a peer answers to pushes of one source: remembered for the next plan, and told. */
final class PushAnswers {

  private final RepoPath source;
  private final PeerId peer;
  private final PushPauses pauses;
  private final LastMark mark;
  private final Scheduling scheduling;
  private final EventLog events;

  PushAnswers(RepoPath source, PeerId peer, PushPauses pauses, LastMark mark, EngineParts parts) {
    this.source = source;
    this.peer = peer;
    this.pauses = pauses;
    this.mark = mark;
    this.scheduling = parts.scheduling();
    this.events = parts.events();
  }

  /**
   * Takes in an answer.
   *
   * @param talk the talk in which it came
   * @param askedAt the nanosecond at which the peer said what it holds
   */
  void take(Push push, PushResult result, Talk talk, long askedAt) {
    result
        .<Runnable>fold(
            accepted -> () -> accepted(push, talk),
            lostRace -> talk::lostRace,
            refused -> () -> refused(push, refused.why(), talk, askedAt),
            unknown -> () -> unknown(push, unknown.failure(), talk))
        .run();
  }

  private void accepted(Push push, Talk talk) {
    talk.accepted(push, pauses.accepted(push.target(), push.tip(), scheduling.nanoTime()));
    mark.forget(scheduling.nanoTime());
    events.tell(
        new SyncEvent.Pushed(
            source, peer, push.target(), push.expected(), push.tip(), push.displaces()));
  }

  private void unknown(Push push, PeerFailure failure, Talk talk) {
    // It may have been taken.
    mark.forget(scheduling.nanoTime());
    talk.unanswered(push, failure);
  }

  private void refused(Push push, String why, Talk talk, long askedAt) {
    talk.refused();
    if (talk.isTooOld()) {
      return;
    }
    if (pauses.refused(push.target(), push.tip(), why, askedAt)) {
      events.tell(new SyncEvent.PushRefused(source, peer, push.target(), push.tip(), why));
    }
  }
}
