package org.hesokuri.core.engine;

import org.hesokuri.core.git.GitBackend;

/** What all workers of one engine share. */
record EngineParts(
    GitBackend backend,
    RepositoryMemory memory,
    Scheduling scheduling,
    EngineTimes times,
    EventLog events) {}
