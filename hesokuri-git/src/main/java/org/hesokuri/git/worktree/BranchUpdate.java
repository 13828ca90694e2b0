package org.hesokuri.git.worktree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.disk.SharedRights;
import org.hesokuri.git.worktree.Witness.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Moves the branch by compare-and-swap. Written by ourselves in Git's own way, because a lock that
 * JGit had taken when it was killed could not be told from somebody else's.
 */
final class BranchUpdate {

  private static final String MESSAGE = "hesokuri: Fast-forward";

  private final Repository repository;
  private final AdvanceFolder folder;
  private final Journal journal;

  BranchUpdate(Repository repository, AdvanceFolder folder, Journal journal) {
    this.repository = repository;
    this.folder = folder;
    this.journal = journal;
  }

  /** The tip as the files say now, without any cache; zero if the branch does not exist. */
  static ObjectId tip(Repository repository, WorktreeHome home, String ref)
      throws Stopped, IOException {
    Path loose = home.commonDir().resolve(ref);
    // A loose ref may become a packed one between the two looks, but not the other way round.
    for (int look = 0; look < 2; look++) {
      if (Files.isRegularFile(loose)) {
        try {
          String text = Files.readString(loose, StandardCharsets.ISO_8859_1).strip();
          if (!ObjectId.isId(text)) {
            throw Stopped.refused(ref + " is symbolic or damaged: " + loose, loose);
          }
          return ObjectId.fromString(text);
        } catch (NoSuchFileException e) {
          continue;
        }
      }
    }
    repository.getRefDatabase().refresh();
    Ref packed = repository.exactRef(ref);
    return packed == null || packed.getObjectId() == null
        ? ObjectId.zeroId()
        : packed.getObjectId();
  }

  /** Prepares the private files. */
  void prepare() throws IOException {
    Disk.create(
        folder.branchLock(journal.ref()).own(),
        (journal.to().name() + "\n").getBytes(StandardCharsets.US_ASCII));
    Path loose = folder.home().commonDir().resolve(journal.ref());
    if (Files.isRegularFile(loose)) {
      Files.setPosixFilePermissions(
          folder.branchLock(journal.ref()).own(), Files.getPosixFilePermissions(loose));
    }
    rights().giveTo(folder.branchLock(journal.ref()).own());
    Disk.create(
        folder.headLock().own(),
        ("ref: " + journal.ref() + "\n").getBytes(StandardCharsets.US_ASCII));
  }

  private SharedRights rights() throws IOException {
    return SharedRights.of(folder.home().commonDir());
  }

  /**
   * Checks HEAD and tip under their locks and moves the branch, which is on the disk only after
   * {@link #sync}.
   */
  void move(Witness witness) throws Stopped, IOException {
    OwnedLock lock = folder.branchLock(journal.ref());
    Path loose = folder.home().commonDir().resolve(journal.ref());
    folder.headLock().take();
    Disk.createFolders(folder.home().commonDir(), Disk.folderOf(loose));
    lock.take();
    witness.at(Moment.BRANCH_LOCKED, "");
    folder.home().mustHoldAlone(journal.ref());
    mustBeAt(journal.from());
    removeEmptyFolders(loose);
    lock.commit(loose);
    repository.getRefDatabase().refresh();
    witness.at(Moment.BRANCH_MOVED, "");
  }

  void mustBeAt(ObjectId expected) throws Stopped, IOException {
    ObjectId tip = tip(repository, folder.home(), journal.ref());
    if (!tip.equals(expected)) {
      throw Stopped.lostRace(journal.ref() + " has moved to " + tip.name());
    }
    if (expected.equals(ObjectId.zeroId())
        && repository.getRefDatabase().isNameConflicting(journal.ref())) {
      throw Stopped.refused(
          journal.ref() + " cannot be made, because another branch has a part of its name");
    }
  }

  /** Git leaves empty folders where branches with a slash were. */
  private static void removeEmptyFolders(Path loose) throws Stopped, IOException {
    if (!FileContent.isFolder(loose)) {
      return;
    }
    try {
      Files.walkFileTree(
          loose,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (DirectoryNotEmptyException e) {
      throw Stopped.lostRace("there are branches below " + loose);
    }
  }

  /** Whether a loss of power took back a move whose index was in force already. */
  boolean isHeldAtOldTip() throws Stopped, IOException {
    return folder.branchLock(journal.ref()).isOurs()
        && tip(repository, folder.home(), journal.ref()).equals(journal.from());
  }

  /** Moves the branch again, after {@link #isHeldAtOldTip}. */
  void moveAgain() throws Stopped, IOException {
    Path loose = folder.home().commonDir().resolve(journal.ref());
    removeEmptyFolders(loose);
    folder.branchLock(journal.ref()).commit(loose);
    repository.getRefDatabase().refresh();
  }

  /** Waits until the move is on the disk. */
  void sync() throws IOException {
    Disk.sync(Disk.folderOf(folder.home().commonDir().resolve(journal.ref())));
  }

  /** Lets go of both locks, where they are ours. */
  void unlock() throws IOException {
    folder.branchLock(journal.ref()).release();
    folder.headLock().release();
  }

  /** Tells the reflogs of branch and HEAD, once, where Git would keep them. */
  void log() throws IOException {
    String who = new PersonIdent(repository).toExternalString();
    String start = journal.from().name() + " " + journal.to().name() + " ";
    String line = start + who + "\t" + MESSAGE + "\n";
    String setting = repository.getConfig().getString("core", null, "logAllRefUpdates");
    boolean wanted = setting == null || !setting.matches("(?i)false|no|off|0");
    append(folder.home().commonDir().resolve("logs").resolve(journal.ref()), start, line, wanted);
    append(folder.home().gitDir().resolve("logs/HEAD"), start, line, wanted);
  }

  private void append(Path log, String start, String line, boolean wanted) throws IOException {
    boolean isNew = !Files.isRegularFile(log);
    if (isNew) {
      if (!wanted || FileContent.isThere(log)) {
        return;
      }
      Disk.createFolders(folder.home().commonDir(), Disk.folderOf(log));
    } else if (lastLine(log).filter(last -> last.startsWith(start)).isPresent()) {
      return;
    }
    try (FileChannel channel =
        FileChannel.open(
            log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    }
    if (isNew) {
      rights().giveTo(log);
    }
  }

  private static Optional<String> lastLine(Path log) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
      long length = Math.min(channel.size(), 1 << 13);
      ByteBuffer end = ByteBuffer.allocate((int) length);
      channel.position(channel.size() - length);
      while (end.hasRemaining() && channel.read(end) >= 0) {
        continue;
      }
      String text = new String(end.array(), 0, end.position(), StandardCharsets.ISO_8859_1);
      return text.lines().reduce((first, second) -> second);
    }
  }
}
