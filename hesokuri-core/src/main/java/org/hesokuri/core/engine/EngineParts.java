package org.hesokuri.core.engine;

import org.hesokuri.core.git.GitBackend;

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
    EventLog events) {

  EngineParts(
      GitBackend backend,
      RepositoryMemory memory,
      Scheduling scheduling,
      EngineTimes times,
      EventLog events) {
    this(
        backend,
        memory,
        scheduling,
        new WorkQueue(scheduling::runLocally, scheduling.localThreads()),
        times,
        events);
  }
}
