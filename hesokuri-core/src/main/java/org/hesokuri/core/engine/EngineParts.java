package org.hesokuri.core.engine;

import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.KeptRefs;

/**
 * What all workers of one engine share.
 *
 * @param local runs the work on this machine's repositories
 */
record EngineParts(
    GitBackend backend,
    RepositoryMemory memory,
    Scheduling scheduling,
    WorkQueue local,
    EngineTimes times,
    KeptRefs keptRefs,
    EventLog events) {

  EngineParts(
      GitBackend backend,
      RepositoryMemory memory,
      Scheduling scheduling,
      EngineTimes times,
      KeptRefs keptRefs,
      EventLog events) {
    this(
        backend,
        memory,
        scheduling,
        new WorkQueue(scheduling::runLocally, scheduling.localThreads()),
        times,
        keptRefs,
        events);
  }
}
