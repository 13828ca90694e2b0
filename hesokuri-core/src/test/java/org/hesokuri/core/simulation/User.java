package org.hesokuri.core.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.CopyName;

/** What a person does in a repository. Actions that make no sense now do nothing. */
final class User {

  private static final List<BranchName> NAMES =
      List.of(new BranchName("main"), new BranchName("side"), new BranchName("feature/x"));

  private final World world;
  private final Random random;

  User(World world, Random random) {
    this.world = world;
    this.random = random;
  }

  /** Does one thing at random. */
  void act(Disk disk) {
    switch (random.nextInt(14)) {
      case 0, 1, 2, 3 -> commit(disk);
      case 4 -> amend(disk);
      case 5 -> reset(disk);
      case 6 -> checkout(disk);
      case 7 -> deleteABranch(disk);
      case 8, 9 -> mergeACopy(disk);
      case 10 -> disk.dirty = !disk.dirty;
      case 11 -> disk.ignoredFileInTheWay = !disk.ignoredFileInTheWay;
      case 12 -> disk.busy = disk.busy.isPresent() ? Optional.empty() : Optional.of("a rebase");
      default -> collectGarbage(disk);
    }
    disk.stir();
  }

  /** Finishes everything that is half done. */
  void tidyUp(Disk disk) {
    disk.dirty = false;
    disk.ignoredFileInTheWay = false;
    disk.busy = Optional.empty();
    disk.stir();
  }

  void commit(Disk disk) {
    if (disk.head.isPresent() && disk.busy.isEmpty()) {
      CommitHash[] parent = disk.files.map(f -> new CommitHash[] {f}).orElse(new CommitHash[0]);
      moveHead(disk, world.history.commit(parent));
    }
  }

  void amend(Disk disk) {
    if (disk.head.isPresent() && disk.files.isPresent() && disk.busy.isEmpty()) {
      List<CommitHash> before = ancestors(disk.files.get());
      CommitHash[] parent = before.isEmpty() ? new CommitHash[0] : new CommitHash[] {pick(before)};
      moveHead(disk, world.history.commit(parent));
    }
  }

  private void reset(Disk disk) {
    if (disk.head.isPresent() && disk.files.isPresent() && disk.busy.isEmpty()) {
      List<CommitHash> before = ancestors(disk.files.get());
      if (!before.isEmpty()) {
        moveHead(disk, pick(before));
      }
    }
  }

  private void moveHead(Disk disk, CommitHash to) {
    disk.objects.addAll(world.history.of(to));
    disk.branches.put(disk.head.orElseThrow(), to);
    disk.files = Optional.of(to);
  }

  private void checkout(Disk disk) {
    if (disk.bare || disk.busy.isPresent() || disk.dirty || disk.files.isEmpty()) {
      return;
    }
    BranchName target = pick(NAMES);
    CommitHash tip = disk.branches.computeIfAbsent(target, name -> disk.files.orElseThrow());
    disk.head = Optional.of(target);
    disk.files = Optional.of(tip);
  }

  private void deleteABranch(Disk disk) {
    BranchName target = pick(NAMES);
    if (!disk.head.equals(Optional.of(target))) {
      disk.branches.remove(target);
    }
  }

  private void mergeACopy(Disk disk) {
    if (disk.head.isEmpty() || disk.files.isEmpty() || disk.busy.isPresent() || disk.dirty) {
      return;
    }
    String prefix = disk.head.get().text() + CopyName.SEPARATOR;
    List<CommitHash> copies = new ArrayList<>();
    disk.branches.forEach(
        (name, tip) -> {
          if (name.text().startsWith(prefix)) {
            copies.add(tip);
          }
        });
    if (!copies.isEmpty()) {
      CommitHash copy = pick(copies);
      CommitHash own = disk.files.get();
      moveHead(disk, world.history.contains(copy, own) ? copy : world.history.commit(own, copy));
    }
  }

  private void collectGarbage(Disk disk) {
    Set<CommitHash> reachable = disk.reachable(world.history);
    disk.files.ifPresent(files -> reachable.addAll(world.history.of(files)));
    disk.objects.retainAll(reachable);
  }

  private List<CommitHash> ancestors(CommitHash of) {
    List<CommitHash> before = new ArrayList<>(world.history.of(of));
    before.remove(of);
    before.sort(null);
    return before;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
