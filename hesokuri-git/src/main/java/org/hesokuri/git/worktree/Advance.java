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
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.hesokuri.core.git.Step;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.worktree.Witness.Moment;

/** One fast-forward of one worktree, from the first look to the last clean-up. */
final class Advance implements AutoCloseable {

  private static final long MOST_AHEAD = 16L << 20;

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

  /** What was found out about the advance before anything was written. */
  private record Task(
      Settings settings,
      IndexRewrite index,
      TreeDelta delta,
      ImmutableMap<String, LineEnds> endsBefore,
      ImmutableMap<String, LineEnds> endsAfter) {}

  /** What is written and not in force; a crash leaves a folder that is removed. */
  private record Prepared(AdvanceFolder folder, Journal journal, Task task, IndexDraft draft) {}

  /**
   * Does it; what it returns the user should know. While git looks through the worktree everything
   * is prepared that nobody sees yet, and thrown away if the worktree is not clean.
   *
   * @param wary to write nothing before git has found the worktree clean
   */
  ImmutableSet<String> run(boolean wary) throws Stopped, IOException {
    home.mustHoldAlone(ref);
    new OwnedLock(home.own(), home.indexLock()).mustBeFree();
    if (!BranchUpdate.tip(repository, home, ref).equals(from)) {
      throw Stopped.lostRace(ref + " is no longer at " + from.name());
    }
    Settings settings;
    TreeDelta delta;
    IndexRewrite index;
    try (GitProgram.Answer answer = Settings.ask(git, home)) {
      // Now and not beside the one that looks through the files: it has 20 threads.
      delta = delta();
      settings = Settings.read(answer, home);
      if (settings.isOn("core.sparsecheckout", false)) {
        throw Stopped.refused(
            home.files() + " is a sparse checkout, which only git itself advances");
      }
      index = IndexRewrite.read(home);
    }
    try (Cleanliness worktree = Cleanliness.ask(git, settings, home)) {
      Task task = task(settings, index, delta);
      // Where files are prepared among those of the user, the user would see them.
      if (wary || isMuch(delta.changes()) || !AdvanceFolder.wouldBeHidden(home)) {
        worktree.mustBeClean();
      }
      Prepared prepared = prepared(task, worktree);
      witness.at(Moment.CLEAN, "");
      return Uninterrupted.run(() -> begun(prepared));
    }
  }

  /** Whether it would be a nuisance to write all of it before git has found the worktree clean. */
  private boolean isMuch(List<Change> changes) throws IOException {
    long bytes = 0;
    for (Change change : changes) {
      if (change.after().isPresent() && bytes <= MOST_AHEAD) {
        bytes += objects.getObjectSize(change.after().get().id(), Constants.OBJ_BLOB);
      }
    }
    return bytes > MOST_AHEAD;
  }

  private TreeDelta delta() throws Stopped, IOException {
    try (RevWalk walk = new RevWalk(objects)) {
      RevCommit tip = walk.parseCommit(to);
      return TreeDelta.between(repository, oldTree(walk, tip), tip.getTree());
    }
  }

  private Task task(Settings settings, IndexRewrite index, TreeDelta delta)
      throws Stopped, IOException {
    WritablePaths.check(home, settings, delta.changes(), index.content());
    ContentRules rules = new ContentRules(repository, git, settings, home);
    rules.refuseFilters(index.content(), delta.changes());
    ImmutableMap<String, LineEnds> endsBefore =
        delta.from().isPresent()
            ? rules.lineEnds(delta.from().get(), paths(delta.changes(), true))
            : ImmutableMap.of();
    ImmutableMap<String, LineEnds> endsAfter =
        rules.lineEnds(delta.to(), paths(delta.changes(), false));
    index.mustMatch(delta.changes());
    return new Task(settings, index, delta, endsBefore, endsAfter);
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

  /** An untidy worktree is the reason that is told, whatever else is in the way. */
  private Prepared prepared(Task task, Cleanliness worktree) throws Stopped, IOException {
    Prepared prepared;
    try {
      prepared = Uninterrupted.run(() -> prepare(task));
    } catch (Stopped | IOException | RuntimeException e) {
      worktree.mustBeClean();
      throw e;
    }
    try {
      worktree.mustBeClean();
      return prepared;
    } catch (Stopped | RuntimeException e) {
      Uninterrupted.run(
          () -> {
            cleanUp(prepared.folder, e);
            return prepared;
          });
      throw e;
    }
  }

  private Prepared prepare(Task task) throws Stopped, IOException {
    AdvanceFolder folder = AdvanceFolder.make(home);
    try {
      witness.at(Moment.FOLDER_MADE, "");
      Staging staging = new Staging(objects, folder, task.settings.hasFileMode());
      ImmutableList<Change> changes = task.delta.changes();
      ImmutableList<Planned> expected = staging.expect(changes, task.endsBefore);
      // Most refusals are found here, before contents are written and locks are taken.
      Comparison.check(home, expected, folder.folder());
      ImmutableList<Planned> plan = staging.store(changes, expected, task.endsAfter);
      Journal journal = journal(plan, task.index.checksum());
      IndexDraft draft = task.index.draft(task.delta, repository);
      draft.create(folder.indexLock().own());
      new BranchUpdate(repository, folder, journal).prepare();
      journal.prepare(folder);
      witness.at(Moment.STAGED, "");
      return new Prepared(folder, journal, task, draft);
    } catch (Stopped | IOException | RuntimeException e) {
      cleanUp(folder, e);
      throw e;
    }
  }

  private void cleanUp(AdvanceFolder folder, Exception first) {
    try {
      folder.discard(witness);
    } catch (IOException e) {
      // The next recovery finds it.
      first.addSuppressed(e);
    }
  }

  private Journal journal(ImmutableList<Planned> plan, ObjectId indexBefore) throws IOException {
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
        indexBefore,
        ImmutableList.copyOf(made),
        emptied.build(),
        plan);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      return !entries.iterator().hasNext();
    }
  }

  private ImmutableSet<String> begun(Prepared prepared) throws Stopped, IOException {
    AdvanceFolder folder = prepared.folder;
    Journal journal = prepared.journal;
    try {
      // An undoing removes the folders that the journal says were not there.
      if (!journal.equals(journal(journal.paths(), journal.indexBefore()))) {
        throw Stopped.lostRace("folders of " + home.files() + " have just changed");
      }
      journal.write(folder);
      witness.at(Moment.JOURNALED, "");
      folder.indexLock().take();
    } catch (Stopped | IOException | RuntimeException e) {
      cleanUp(folder, e);
      throw e;
    }
    try {
      witness.at(Moment.INDEX_LOCKED, "");
      underLock(prepared);
    } catch (Stopped e) {
      ending.undo(folder, journal);
      throw e.and(ending.remarks());
    } catch (IOException | RuntimeException e) {
      if (!ending.end(folder, journal)) {
        throw new IOException(String.join("; ", messages(e, ending.remarks())), e);
      }
      return ending.remarks();
    }
    ending.complete(folder, journal, prepared.task.index::isUnchanged);
    return ending.remarks();
  }

  private static ImmutableSet<String> messages(Exception first, ImmutableSet<String> remarks) {
    return ImmutableSet.<String>builder()
        .add(String.valueOf(first.getMessage()))
        .addAll(remarks)
        .build();
  }

  private void underLock(Prepared prepared) throws Stopped, IOException {
    AdvanceFolder folder = prepared.folder;
    Journal journal = prepared.journal;
    IndexRewrite index = prepared.task.index;
    BranchUpdate branch = new BranchUpdate(repository, folder, journal);
    home.mustHoldAlone(ref);
    branch.mustBeAt(from);
    index.mustBeUnchanged();
    Comparison.check(home, journal.paths(), folder.indexLock().own());
    witness.at(Moment.COMPARED, "");
    new Swap(folder, journal, witness).place();
    witness.at(Moment.ALL_PLACED, "");
    index.store(folder, journal, prepared.draft);
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
