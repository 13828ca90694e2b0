package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableSet;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.hesokuri.core.git.GitBackend;
import org.hesokuri.core.git.GitFailure;
import org.hesokuri.core.git.GitRepository;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.RepoPath;

/**
 * The repository of one source while it is held open and watched. It is opened when it is first
 * asked for, and made if there never was one; one that was here before and is gone is neither.
 */
final class HeldRepository {

  private final RepoPath path;
  private final GitBackend backend;
  private final RepositoryMemory memory;
  private final Runnable stirred;
  private Optional<Held> held = Optional.empty();
  private boolean justCreated;

  private record Held(GitRepository repository, GitRepository.Watch watch) {
    void close() {
      watch.close();
      repository.close();
    }
  }

  /** Why there is no repository to work on, as a sentence for the user. */
  static final class Unusable extends Exception {

    private static final long serialVersionUID = 1;

    Unusable(String why) {
      super(why);
    }
  }

  private interface Opened {
    GitRepository get() throws GitFailure, Unusable;
  }

  /**
   * Nothing is opened yet.
   *
   * @param stirred called whenever something in the repository may have moved; must return at once
   */
  HeldRepository(RepoPath path, EngineParts parts, Runnable stirred) {
    this.path = path;
    this.backend = parts.backend();
    this.memory = parts.memory();
    this.stirred = stirred;
  }

  /**
   * The repository, opened or made unless it is open.
   *
   * @param firstBranch what HEAD names in one that is made; empty for what git itself would name
   */
  synchronized GitRepository get(Optional<BranchName> firstBranch) throws GitFailure, Unusable {
    if (held.isPresent()) {
      return held.get().repository();
    }
    GitRepository repository =
        backend
            .open(path)
            .<Opened>fold(
                opened -> opened::repository,
                absent -> () -> create(firstBranch),
                unusable ->
                    () -> {
                      throw new Unusable(unusable.reason());
                    })
            .get();
    return hold(repository);
  }

  private GitRepository create(Optional<BranchName> firstBranch) throws GitFailure, Unusable {
    if (memory.wasSeenAt(path)) {
      throw new Unusable(
          "the repository at "
              + path
              + " was here before and is gone; is a disk not mounted? Nothing is created or deleted."
              + " Bring it back, or run git init there if it is meant to start empty");
    }
    GitRepository repository = backend.create(path, firstBranch);
    justCreated = true;
    return repository;
  }

  private GitRepository hold(GitRepository repository) throws GitFailure, Unusable {
    boolean isHeld = false;
    try {
      remember();
      held = Optional.of(new Held(repository, repository.watch(stirred)));
      isHeld = true;
      return repository;
    } finally {
      if (!isHeld) {
        repository.close();
      }
    }
  }

  private void remember() throws Unusable {
    try {
      memory.seenAt(path);
    } catch (UncheckedIOException e) {
      throw new Unusable("cannot remember that " + path + " holds a repository: " + e.getMessage());
    }
  }

  /** Whether the repository was made here since this was asked last. */
  synchronized boolean takeNewsOfCreation() {
    boolean news = justCreated;
    justCreated = false;
    return news;
  }

  /** In addition to the repository watches the places that block an advance. */
  synchronized void alsoWatch(ImmutableSet<String> paths) {
    held.ifPresent(h -> h.watch().alsoWatch(paths));
  }

  /** Closes it; who asks for it next gets it opened anew. */
  synchronized void letGo() {
    held.ifPresent(Held::close);
    held = Optional.empty();
  }
}
