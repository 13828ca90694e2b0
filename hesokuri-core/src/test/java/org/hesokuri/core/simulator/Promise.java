package org.hesokuri.core.simulator;

import java.util.Optional;

/** What the house promises, in a sentence each; what fails says which one was broken. */
enum Promise {
  S1("nothing becomes unreachable by what a daemon does, nor by users what others were shown"),
  S2("no byte of a worktree changes but by the advance of a clean path"),
  S3("every change of a ref expects what was seen there last"),
  S4("a worktree that is in the middle of something is left alone, and no HEAD ever changes"),
  S5("a branch that is checked out is never moved or deleted behind its worktree's back"),
  S6("a local branch moves only if it is live-edit, only forward, only to a peer's copy"),
  S7("\"ok\" is shown of a peer only when that peer itself said so"),
  S8("a daemon that is killed leaves nothing that the next one cannot go on with"),
  S9("what fails for one branch, source or peer changes nothing for the others"),
  S10("a repository that is gone stops its source; nothing is created or deleted for it"),
  S12("an invalid configuration changes nothing"),
  L1("every peer that can be met holds every branch within two retry periods"),
  L2("a live-edit branch comes to the foremost tip, or its divergence is shown"),
  L3("a quiet network is quiet"),
  L4("a peer that hangs costs the others nothing"),
  L5("after sleep, clock jump or network change work resumes within a retry period"),
  FAR("a peer without a direct link holds what the branch once was, and loses nothing"),
  ENGINE("the engine never fails in a way that nobody foresaw");

  private final String sentence;

  Promise(String sentence) {
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }

  /** The promise that the failure says to be broken. */
  static Promise brokenBy(Throwable failure) {
    String said = Optional.ofNullable(failure.getMessage()).orElse("");
    for (Promise promise : values()) {
      if (said.startsWith(promise + ": ")) {
        return promise;
      }
    }
    return ENGINE;
  }
}
