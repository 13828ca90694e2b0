package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hesokuri.core.contract.UserWorktree;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;

/**
 * A worktree of a simulated world in the hands of a test. A simulated file is its content alone, so
 * that its mode is written into it.
 */
final class SimulatedUserWorktree implements UserWorktree {

  private static final String EXECUTABLE = "\u0001";

  private static final Map<Work, String> WORDS =
      ImmutableMap.<Work, String>builder()
          .put(Work.MERGE, "a merge")
          .put(Work.CHERRY_PICK, "a cherry-pick")
          .put(Work.REVERT, "a revert")
          .put(Work.REBASE, "a rebase")
          .put(Work.BISECT, "a bisect")
          .put(Work.BISECT_IN_PLACE, "a bisect")
          .put(Work.AM, "git am")
          .buildOrThrow();

  private final SimulatedUserRepository repository;
  private final SimulatedWorktree worktree;

  SimulatedUserWorktree(SimulatedUserRepository repository, SimulatedWorktree worktree) {
    this.repository = repository;
    this.worktree = worktree;
  }

  private Optional<Commit> tip() {
    return worktree.head().isPresent()
        ? repository.tip(worktree.head().get())
        : worktree.detachedAt();
  }

  private Map<String, String> headTree() {
    return tip().<Map<String, String>>map(Commit::tree).orElse(Map.of());
  }

  private void mustBeFree() {
    if (worktree.isIndexLocked()) {
      throw new AssertionError("git refuses this while index.lock is held");
    }
  }

  private void change(Runnable work) {
    mustBeFree();
    repository.change(work);
  }

  @Override
  public String path() {
    return worktree.path();
  }

  @Override
  public void checkOut(String branch) {
    BranchName name = new BranchName(branch);
    Commit tip = repository.tip(name).orElseThrow();
    change(() -> worktree.attach(name, tip.tree()));
  }

  @Override
  public void detach(CommitHash commit) {
    change(() -> worktree.detach(repository.get(commit)));
  }

  @Override
  public void reset(CommitHash commit) {
    Commit target = repository.get(commit);
    change(
        () -> {
          if (worktree.head().isPresent()) {
            repository.set(worktree.head().get(), target);
            worktree.fill(target.tree());
          } else {
            worktree.detach(target);
          }
        });
  }

  @Override
  public CommitHash commitAll(String message, boolean amend) {
    Commit[] made = new Commit[1];
    change(
        () -> {
          worktree.commitAll();
          ImmutableList<Commit> parents =
              tip()
                  .map(old -> amend ? old.parents() : ImmutableList.of(old))
                  .orElse(ImmutableList.of());
          made[0] = repository.made(parents, worktree.index);
          if (worktree.head().isPresent()) {
            repository.set(worktree.head().get(), made[0]);
          } else {
            worktree.detach(made[0]);
          }
        });
    return made[0].hash();
  }

  @Override
  public void clean() {
    change(
        () -> {
          worktree
              .files
              .keySet()
              .removeIf(
                  file -> !worktree.ignored.contains(file) && !worktree.index.containsKey(file));
          worktree.fill(headTree());
        });
  }

  @Override
  public boolean isClean() {
    return worktree.isClean(headTree());
  }

  @Override
  public void write(String file, String content) {
    String before = worktree.files.getOrDefault(file, "");
    worktree.files.put(file, (before.startsWith(EXECUTABLE) ? EXECUTABLE : "") + content);
  }

  @Override
  public Map<String, String> files() {
    Map<String, String> all = new TreeMap<>(worktree.files);
    all.replaceAll(
        (file, content) -> content.startsWith(EXECUTABLE) ? content.substring(1) : content);
    return all;
  }

  @Override
  public void remove(String file) {
    worktree.files.remove(file);
  }

  @Override
  public void makeExecutable(String file) {
    worktree.files.computeIfPresent(
        file, (name, content) -> content.startsWith(EXECUTABLE) ? content : EXECUTABLE + content);
  }

  @Override
  public void stage(String file) {
    change(
        () -> {
          if (worktree.files.containsKey(file)) {
            worktree.index.put(file, worktree.files.get(file));
          } else {
            worktree.index.remove(file);
          }
        });
  }

  @Override
  public void unstage(String file) {
    change(() -> worktree.index.remove(file));
  }

  @Override
  public void ignore(String file) {
    repository.ignoreEverywhere(file);
  }

  @Override
  public void assumeUnchanged(String file) {
    // What the simulated git compares are contents; nobody can talk it into anything else.
  }

  @Override
  public void skipWorktree(String file) {
    // As with assumeUnchanged.
  }

  @Override
  public void begin(Work work) {
    BranchName branch = worktree.head().orElseThrow();
    Commit tip = repository.tip(branch).orElseThrow();
    change(
        () -> {
          if (work.detaches()) {
            worktree.detach(tip);
          }
          worktree.begin(
              String.valueOf(WORDS.get(work)),
              work.reserves() ? Optional.of(branch) : Optional.empty());
        });
  }

  @Override
  public void end() {
    change(worktree::finish);
  }

  @Override
  public void lockIndex(boolean held) {
    repository.change(() -> worktree.lockIndex(held));
  }
}
