package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.Step;
import org.hesokuri.git.worktree.Witness.Moment;

/** One fast-forward of one worktree, from the first look to the last clean-up. */
final class Advance implements AutoCloseable {

  private final Repository repository;
  private final GitProgram git;
  private final WorktreeHome home;
  private final Recovery ending;
  private final Witness witness;
  private final String ref;
  private final ObjectId from;
  private final ObjectId to;
  private final ObjectReader objects;

  Advance(
      Repository repository,
      GitProgram git,
      WorktreeHome home,
      Step.FastForwardWorktree step,
      Recovery ending,
      Witness witness) {
    this.repository = repository;
    this.git = git;
    this.home = home;
    this.ending = ending;
    this.witness = witness;
    this.ref = step.branch().ref();
    this.from = step.from().map(tip -> ObjectId.fromString(tip.hex())).orElse(ObjectId.zeroId());
    this.to = ObjectId.fromString(step.to().hex());
    this.objects = repository.newObjectReader();
  }

  @Override
  public void close() {
    objects.close();
  }

  /** Does it; what it returns the user should know. */
  ImmutableSet<String> run() throws Stopped, IOException {
    home.mustHoldAlone(ref);
    new OwnedLock(home.own(), home.indexLock()).mustBeFree();
    if (!BranchUpdate.tip(repository, home, ref).equals(from)) {
      throw Stopped.lostRace(ref + " is no longer at " + from.name());
    }
    Settings settings = Settings.read(git, home);
    if (settings.isOn("core.sparsecheckout", false)) {
      throw Stopped.refused(home.files() + " is a sparse checkout, which only git itself advances");
    }
    IndexRewrite index = IndexRewrite.read(home);
    Optional<RevTree> oldTree;
    RevTree newTree;
    try (RevWalk walk = new RevWalk(objects)) {
      RevCommit tip = walk.parseCommit(to);
      newTree = tip.getTree();
      oldTree = oldTree(walk, tip);
    }
    ImmutableList<Change> changes = TreeDelta.between(repository, oldTree, newTree);
    TreeDelta.check(home, settings, changes, index.content().entries().keySet());
    ContentRules rules = new ContentRules(repository, git, settings, home);
    rules.refuseFilters(index.content().entries(), changes);
    ImmutableMap<String, LineEnds> endsBefore =
        oldTree.isPresent()
            ? rules.lineEnds(oldTree.get(), paths(changes, true))
            : ImmutableMap.of();
    ImmutableMap<String, LineEnds> endsAfter = rules.lineEnds(newTree, paths(changes, false));
    index.mustMatch(changes);
    Cleanliness.check(git, settings, home);
    witness.at(Moment.CLEAN, "");
    return Uninterrupted.run(
        () -> {
          AdvanceFolder folder = AdvanceFolder.make(home);
          return inFolder(folder, settings, index, changes, endsBefore, endsAfter);
        });
  }

  private Optional<RevTree> oldTree(RevWalk walk, RevCommit tip) throws Stopped, IOException {
    if (from.equals(ObjectId.zeroId())) {
      return Optional.empty();
    }
    RevCommit old = walk.parseCommit(from);
    RevTree tree = old.getTree();
    if (!walk.isMergedInto(old, tip)) {
      throw Stopped.refused(to.name() + " does not contain " + from.name());
    }
    return Optional.of(tree);
  }

  private static List<String> paths(List<Change> changes, boolean before) {
    return changes.stream()
        .filter(change -> (before ? change.before() : change.after()).isPresent())
        .map(Change::path)
        .toList();
  }

  private ImmutableSet<String> inFolder(
      AdvanceFolder folder,
      Settings settings,
      IndexRewrite index,
      List<Change> changes,
      ImmutableMap<String, LineEnds> endsBefore,
      ImmutableMap<String, LineEnds> endsAfter)
      throws Stopped, IOException {
    Journal journal;
    try {
      witness.at(Moment.FOLDER_MADE, "");
      Staging staging = new Staging(objects, folder, settings.hasFileMode());
      ImmutableList<Planned> expected = staging.expect(changes, endsBefore);
      // Most refusals are found here, before contents are written and locks are taken.
      Comparison.check(home, expected, folder.folder());
      ImmutableList<Planned> plan = staging.store(changes, expected, endsAfter);
      journal = journal(plan, index);
      Disk.create(folder.indexLock().own(), new byte[0]);
      new BranchUpdate(repository, folder, journal).prepare();
      witness.at(Moment.STAGED, "");
      journal.write(folder);
      witness.at(Moment.JOURNALED, "");
    } catch (Stopped | IOException | RuntimeException e) {
      cleanUp(folder, e);
      throw e;
    }
    return journaled(folder, journal, index);
  }

  private void cleanUp(AdvanceFolder folder, Exception first) {
    try {
      folder.discard(witness);
    } catch (IOException e) {
      // The next recovery finds it.
      first.addSuppressed(e);
    }
  }

  private Journal journal(ImmutableList<Planned> plan, IndexRewrite index) throws IOException {
    LinkedHashSet<String> made = new LinkedHashSet<>();
    ImmutableList.Builder<String> emptied = ImmutableList.builder();
    for (Planned planned : plan) {
      Path place = home.files().resolve(planned.path());
      if (planned.after().isPresent()) {
        for (Path above : Lists.reverse(Folders.above(home.files(), place))) {
          if (!FileContent.isFolder(above)) {
            made.add(home.files().relativize(above).toString());
          }
        }
        if (FileContent.isFolder(place) && isEmpty(place)) {
          emptied.add(planned.path());
        }
      }
    }
    return new Journal(
        home.files(),
        ref,
        from,
        to,
        index.checksum(),
        ImmutableList.copyOf(made),
        emptied.build(),
        plan);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  private ImmutableSet<String> journaled(AdvanceFolder folder, Journal journal, IndexRewrite index)
      throws Stopped, IOException {
    try {
      folder.indexLock().take();
    } catch (Stopped | IOException e) {
      cleanUp(folder, e);
      throw e;
    }
    try {
      witness.at(Moment.INDEX_LOCKED, "");
      underLock(folder, journal, index);
    } catch (Stopped e) {
      ending.undo(folder, journal);
      throw e.and(ending.remarks());
    } catch (IOException | RuntimeException e) {
      if (!ending.end(folder, journal)) {
        throw new IOException(String.join("; ", messages(e, ending.remarks())), e);
      }
      return ending.remarks();
    }
    ending.complete(folder, journal);
    return ending.remarks();
  }

  private static ImmutableSet<String> messages(Exception first, ImmutableSet<String> remarks) {
    return ImmutableSet.<String>builder()
        .add(String.valueOf(first.getMessage()))
        .addAll(remarks)
        .build();
  }

  private void underLock(AdvanceFolder folder, Journal journal, IndexRewrite index)
      throws Stopped, IOException {
    BranchUpdate branch = new BranchUpdate(repository, folder, journal);
    home.mustHoldAlone(ref);
    branch.mustBeAt(from);
    index.mustBeUnchanged();
    Comparison.check(home, journal.paths(), folder.indexLock().own());
    witness.at(Moment.COMPARED, "");
    new Swap(folder, journal, witness).place();
    witness.at(Moment.ALL_PLACED, "");
    index.store(folder, journal);
    witness.at(Moment.INDEX_STORED, "");
    // Says nothing before the branch has moved, so one wait for the disk serves all of it. A user
    // at work is in our way for as long as we wait here.
    Files.createFile(folder.ready());
    Disk.sync(folder.indexLock().own());
    Disk.sync(folder.folder());
    for (Path touched : Undoing.touched(folder, journal)) {
      Disk.sync(touched);
    }
    witness.at(Moment.READY, "");
    branch.move(witness);
  }
}
