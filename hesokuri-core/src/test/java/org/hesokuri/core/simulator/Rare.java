package org.hesokuri.core.simulator;

/** Situations that a run of many schedules must have met, or it has shown nothing about them. */
enum Rare {
  STEP_LOST_RACE("a step lost its race"),
  PUSH_LOST_RACE("a push lost its race"),
  ADVANCE_BLOCKED("an advance was refused"),
  ADVANCED_IN_PLACE("a checked-out branch advanced"),
  ADVANCED_REF("a branch advanced that was not checked out"),
  COPY_REMOVED("a contained copy was removed"),
  UNWANTED_REMOVED("an unwanted branch was removed"),
  DIVERGED("a divergence was shown"),
  CARRIED("a carrier handed a copy on"),
  CARRIER_REFUSED("a carrier could not hand a copy on"),
  DISPLACED("a displaced tip was kept on a peer"),
  KEPT_DROPPED("age let go of a kept tip"),
  PUSH_REFUSED("a peer refused a branch"),
  BACKED_OFF("what a peer deletes was held back"),
  ANSWER_LOST("a push happened and its answer was lost"),
  TIMED_OUT("a peer hung"),
  KILLED("a daemon was killed between tasks"),
  KILLED_AT_WORK("a daemon was killed in the middle of a task"),
  KILLED_IN_PUSH("a daemon was killed in the middle of a push"),
  STOPPED("a daemon was stopped"),
  REPOSITORY_GONE("a source stopped because its repository was gone"),
  DISK_REPLACED("a disk was replaced"),
  EVENT_LOST("a file event was lost"),
  RECONFIGURED("a configuration changed"),
  CLOCK_JUMPED("a wall clock jumped"),
  NESTED("work ran while other work waited");

  private final String words;

  Rare(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
