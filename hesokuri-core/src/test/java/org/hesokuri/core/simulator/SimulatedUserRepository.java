package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hesokuri.core.contract.Draft;
import org.hesokuri.core.contract.UserRepository;
import org.hesokuri.core.contract.UserWorktree;
import org.hesokuri.core.git.KeptTip;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.RepoPath;

/** A repository of a simulated world in the hands of a test. */
final class SimulatedUserRepository implements UserRepository {

  private final SimulatedWorld world;
  private final SimulatedHost host;
  private final SimulatedRepository repository;
  private final TreeSet<String> ignored = new TreeSet<>();

  SimulatedUserRepository(SimulatedWorld world, SimulatedHost host, RepoPath path, boolean bare) {
    this.world = world;
    this.host = host;
    this.repository = host.init(path, bare);
  }

  void change(Runnable work) {
    repository.changedByUser(world.graph(), work);
    world.witness().stirred(repository);
  }

  Commit get(CommitHash hash) {
    return world.graph().get(hash);
  }

  Commit made(List<Commit> parents, Map<String, String> tree) {
    Commit commit = world.commit(parents, tree);
    repository.receive(commit);
    return commit;
  }

  Optional<Commit> tip(BranchName branch) {
    return repository.tip(branch);
  }

  void set(BranchName branch, Commit tip) {
    repository.set(branch, tip);
  }

  /** Exclude rules are the repository's, not a worktree's. */
  void ignoreEverywhere(String file) {
    ignored.add(file);
    repository.worktrees().forEach(worktree -> worktree.ignored.add(file));
  }

  @Override
  public RepoPath path() {
    return repository.path();
  }

  @Override
  public UserWorktree main() {
    return new SimulatedUserWorktree(this, repository.worktrees().get(0));
  }

  @Override
  public UserWorktree addWorktree(String branch) {
    BranchName name = new BranchName(branch);
    SimulatedWorktree linked =
        new SimulatedWorktree(repository.path() + "-" + branch.replace('/', '-'), name);
    linked.ignored.addAll(ignored);
    linked.attach(name, repository.tip(name).orElseThrow().tree());
    change(() -> repository.worktrees().add(linked));
    return new SimulatedUserWorktree(this, linked);
  }

  @Override
  public void removeWorktree(UserWorktree linked) {
    change(() -> repository.worktrees().removeIf(each -> each.path().equals(linked.path())));
  }

  @Override
  public Map<String, CommitHash> make(List<Draft> drafts) {
    Map<String, Commit> made = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      List<Commit> parents = new ArrayList<>();
      for (String parent : draft.parents()) {
        parents.add(
            made.containsKey(parent)
                ? made.get(parent)
                : world.graph().get(new CommitHash(parent)));
      }
      made.put(draft.name(), made(parents, draft.tree()));
    }
    ImmutableMap.Builder<String, CommitHash> hashes = ImmutableMap.builder();
    made.forEach((name, commit) -> hashes.put(name, commit.hash()));
    return hashes.buildOrThrow();
  }

  @Override
  public void fetch(UserRepository from, CommitHash commit) {
    repository.receive(get(commit));
  }

  @Override
  public void point(String branch, CommitHash tip) {
    change(() -> repository.set(new BranchName(branch), get(tip)));
  }

  @Override
  public void delete(String branch) {
    change(() -> repository.remove(new BranchName(branch)));
  }

  @Override
  public void alias(String branch, String target) {
    change(() -> repository.spoil(new BranchName(branch), "it is another name for " + target));
  }

  @Override
  public void damage(String branch) {
    change(() -> repository.damage(new BranchName(branch)));
  }

  @Override
  public void packRefs() {
    world.witness().stirred(repository);
  }

  @Override
  public Map<String, CommitHash> branches() {
    Map<String, CommitHash> all = new HashMap<>();
    repository.branches().forEach((name, tip) -> all.put(name.text(), tip.hash()));
    return all;
  }

  @Override
  public Set<KeptTip> kept() {
    return repository.kept().keySet();
  }

  @Override
  public void refuse(Hook hook, String partOfTheRef) {
    repository.hook(new PushHook(hook == Hook.PRE_RECEIVE, ref -> ref.contains(partOfTheRef)));
  }

  @Override
  public void refuseNothing() {
    repository.hook(PushHook.NONE);
  }

  @Override
  public void hideKept(boolean now) {
    repository.hideKept(now);
  }

  @Override
  public void cutPushes(Optional<Cut> where) {
    Link.Cut cut =
        where
            .map(
                moment ->
                    moment == Cut.BEFORE_THE_EFFECT
                        ? Link.Cut.BEFORE_ANYTHING
                        : Link.Cut.BEFORE_THE_ANSWER)
            .orElse(Link.Cut.NEVER);
    world.hosts().stream()
        .filter(other -> other != host)
        .forEach(other -> world.link(other.id(), host.id()).cutNextPush(cut));
  }

  @Override
  public void vanish() {
    host.unmount(repository.path());
  }

  @Override
  public void comeBack() {
    host.mount(repository.path());
  }
}
