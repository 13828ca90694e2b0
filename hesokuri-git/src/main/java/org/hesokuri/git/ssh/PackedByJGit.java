package org.hesokuri.git.ssh;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.pack.PackWriter;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.pack.PackConfig;

/** Objects that JGit finds and packs. */
final class PackedByJGit implements OutgoingPack {

  private final PackWriter writer;
  private Optional<Exception> damage = Optional.empty();

  private PackedByJGit(PackWriter writer) {
    this.writer = writer;
  }

  /**
   * Finds the objects.
   *
   * @param tips what the peer shall have with all that it leads to; may be empty
   * @param there what the peer has and this repository has too
   * @param offsets whether the peer reads deltas that name their base by its offset
   * @throws IOException if an object is missing here or unreadable
   */
  static OutgoingPack of(Repository local, Set<ObjectId> tips, Set<ObjectId> there, boolean offsets)
      throws IOException {
    PackWriter writer = new PackWriter(new PackConfig(local), local.newObjectReader());
    try {
      writer.setIndexDisabled(true);
      writer.setUseCachedPacks(true);
      writer.setUseBitmaps(true);
      // A thin pack saves little on a local network and needs more of the peer.
      writer.setThin(false);
      writer.setReuseValidatingObjects(false);
      writer.setDeltaBaseAsOffset(offsets);
      writer.preparePack(NullProgressMonitor.INSTANCE, tips, there);
      return new PackedByJGit(writer);
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    Noting noting = new Noting(out);
    try {
      writer.writePack(NullProgressMonitor.INSTANCE, NullProgressMonitor.INSTANCE, noting);
    } catch (IOException | RuntimeException e) {
      if (!noting.failed) {
        damage = Optional.of(e);
      }
      throw e instanceof IOException failure ? failure : new IOException(e);
    }
  }

  @Override
  public Optional<Exception> damage() {
    return damage;
  }

  @Override
  public void close() {
    writer.close();
  }

  /** Remembers that it was the receiving end that failed. */
  private static final class Noting extends FilterOutputStream {

    private boolean failed;

    Noting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      failed = true;
      out.write(buffer, offset, length);
      failed = false;
    }

    @Override
    public void flush() throws IOException {
      failed = true;
      out.flush();
      failed = false;
    }
  }
}
