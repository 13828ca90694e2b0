package org.hesokuri.core.simulator;

/** Situations that a run of many schedules must have met, or it has shown nothing about them. */
enum Rare {
  STEP_LOST_RACE("a step lost its race"),
  PUSH_LOST_RACE("a push lost its race"),
  ADVANCE_BLOCKED("an advance was refused"),
  ADVANCED_IN_PLACE("a checked-out branch advanced"),
  ADVANCED_PAST_UNTRACKED("a checked-out branch advanced past a file that was not tracked"),
  ADVANCED_REF("a branch advanced that was not checked out"),
  SURVEYED("a peer said of several sources at once whether anything had moved"),
  UNABLE("a peer could not say it"),
  COPY_REMOVED("a contained copy was removed"),
  UNWANTED_REMOVED("an unwanted branch was removed"),
  DIVERGED("a divergence was shown"),
  CARRIED("a carrier handed a copy on"),
  CARRIER_REFUSED("a carrier could not hand a copy on"),
  DISPLACED("a displaced tip was kept on a peer"),
  KEPT_HERE("a tip that its own user moved away from was kept"),
  FOUND_IN_REFLOG("a tip was kept that a daemon could only know of from a reflog"),
  KEPT_DROPPED("age let go of a kept tip"),
  FOLDED("displaced tips were folded"),
  FOLD_DROPPED("age let go of a fold"),
  PUSH_REFUSED("a peer refused a branch"),
  KEEPING_REFUSED("a peer would not keep what was to be displaced"),
  REFUSED_WHOLE("a peer refused several branches because of one"),
  BACKED_OFF("what a peer deletes was held back"),
  ANSWER_LOST("a push happened and its answer was lost"),
  TIMED_OUT("a peer hung"),
  ONE_WAY("a link worked in one direction only"),
  KILLED("a daemon was killed between tasks"),
  KILLED_AT_WORK("a daemon was killed in the middle of a task"),
  KILLED_IN_PUSH("a daemon was killed in the middle of a push"),
  KILLED_HALFWAY("a daemon was killed when a tip was kept and its branch not yet moved"),
  KILLED_FOLDING("a daemon was killed when tips were folded and still refs of their own"),
  STOPPED("a daemon was stopped"),
  SUSPENDED("a machine slept while others went on"),
  REPOSITORY_GONE("a source stopped because its repository was gone"),
  REPOSITORY_BROKEN("a repository could not be read for a while"),
  BRANCH_BROKEN("a branch could not be written for a while"),
  DISK_REPLACED("a disk was replaced"),
  EVENT_LOST("a file event was lost"),
  EVENT_LATE("a file event was late"),
  EVENT_DOUBLED("a file event came twice"),
  RECONFIGURED("a configuration changed"),
  MISCONFIGURED("an invalid configuration was rejected"),
  CLOCK_JUMPED("a wall clock jumped"),
  POPPED("a stash was taken back"),
  NESTED("work ran while other work waited"),
  TRIED_HANGING("everybody else was served at once beside a peer that hung"),
  TRIED_SLEEP("a machine that woke up was served within a retry period"),
  TRIED_LINKS("a peer whose links came back was served within a retry period"),
  TRIED_CLOCK("work went on at once after clocks had jumped"),
  TRIED_BROKEN("everything else was served at once beside a broken repository"),
  TRIED_UNMOUNTED("nothing moved for a repository that was gone until it was back"),
  FAR_LATEST("a peer without a direct link held the latest commit"),
  FAR_OLDER("a peer without a direct link held an earlier commit"),
  FAR_CAUGHT_UP("a peer without a direct link caught up when a commit contained what it held");

  private final String words;

  Rare(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
