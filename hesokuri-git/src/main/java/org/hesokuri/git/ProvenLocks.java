package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hesokuri.git.disk.Disk;

/**
 * Lock files of many refs that are to be deleted, each of them a further name of one private file:
 * provably ours like a {@link ProvenLock}, of which each costs the disk two flushes.
 */
final class ProvenLocks implements AutoCloseable {

  private final Path own;
  private final List<Path> locks = new ArrayList<>();

  private ProvenLocks(Path own) {
    this.own = own;
  }

  /** None yet. */
  static ProvenLocks begin(Path commonDir) throws IOException {
    Path folder = Disk.createFolders(commonDir, ProvenLock.folder(commonDir));
    Path own = folder.resolve(ProvenLock.PREFIX + UUID.randomUUID());
    Disk.create(own, new byte[0]);
    Disk.sync(folder);
    return new ProvenLocks(own);
  }

  /** Takes the lock of one more file; says whether nobody else held it. */
  boolean take(Path guarded) throws IOException {
    Path lock = guarded.resolveSibling(guarded.getFileName() + ".lock");
    try {
      ProvenLock.link(lock, own);
    } catch (HeldLock | NoSuchFileException heldOrGone) {
      return false;
    }
    locks.add(lock);
    return true;
  }

  @Override
  public void close() throws IOException {
    for (Path lock : locks) {
      ProvenLock.release(lock, own);
    }
    Files.deleteIfExists(own);
  }
}
