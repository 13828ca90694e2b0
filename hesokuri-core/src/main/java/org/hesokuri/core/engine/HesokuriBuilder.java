package org.hesokuri.core.engine;

import java.util.Objects;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.model.RepoPath;
import org.jspecify.annotations.Nullable;

/** Puts an engine together. Only the backend must be given. */
public final class HesokuriBuilder {

  private @Nullable GitBackend backend;
  private @Nullable RepositoryMemory memory;
  private @Nullable Scheduling scheduling;
  private EngineTimes times = EngineTimes.DEFAULT;
  private KeptRefs keptRefs = KeptRefs.DEFAULT;
  private String origin = "the program";

  HesokuriBuilder() {}

  /**
   * Git; the engine closes it when it closes.
   *
   * @param value the backend
   * @return this builder
   */
  public HesokuriBuilder backend(GitBackend value) {
    backend = value;
    return this;
  }

  /**
   * What remembers, over restarts, where repositories were; without it, nothing does.
   *
   * @param value the memory
   * @return this builder
   */
  public HesokuriBuilder memory(RepositoryMemory value) {
    memory = value;
    return this;
  }

  /**
   * Threads and time; the engine closes it. Without it, own threads and the system's clocks.
   *
   * @param value threads and time
   * @return this builder
   */
  public HesokuriBuilder scheduling(Scheduling value) {
    scheduling = value;
    return this;
  }

  /**
   * How patient the engine is.
   *
   * @param value the times
   * @return this builder
   */
  public HesokuriBuilder times(EngineTimes value) {
    times = value;
    return this;
  }

  /**
   * How many displaced tips may be refs of their own in each repository.
   *
   * @param value the numbers
   * @return this builder
   */
  public HesokuriBuilder keptRefs(KeptRefs value) {
    keptRefs = value;
    return this;
  }

  /**
   * Where configurations come from, for people, such as the path of a file.
   *
   * @param value the words for people
   * @return this builder
   */
  public HesokuriBuilder origin(String value) {
    origin = value;
    return this;
  }

  /**
   * Builds an engine that works on nothing until it is given a configuration.
   *
   * @return the engine, which runs until it is closed
   * @throws NullPointerException if no backend was given
   */
  public Hesokuri build() {
    GitBackend git = Objects.requireNonNull(backend, "an engine needs a GitBackend");
    Scheduling own = scheduling != null ? scheduling : new DefaultScheduling();
    RepositoryMemory remembered = memory != null ? memory : new NoMemory();
    return new Engine(
        new EngineParts(git, remembered, own, times, keptRefs, new EventLog(own)), origin);
  }

  /** For embedders that accept that a vanished repository is created anew. */
  private static final class NoMemory implements RepositoryMemory {
    @Override
    public boolean wasSeenAt(RepoPath path) {
      return false;
    }

    @Override
    public void seenAt(RepoPath path) {
      // Nothing is remembered: that is what this class is for.
    }
  }
}
