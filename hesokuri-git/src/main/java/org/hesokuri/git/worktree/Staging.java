package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.git.disk.Disk;

/** Writes new contents beside the worktree, where nobody sees them yet. */
final class Staging {

  /** What has its line ends converted is held in memory. */
  private static final long CONVERTED_LIMIT = 64L << 20;

  private static final FileAttribute<?> PLAIN =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-"));
  private static final FileAttribute<?> EXECUTABLE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx"));

  private final ObjectReader objects;
  private final AdvanceFolder folder;
  private final boolean fileMode;

  Staging(ObjectReader objects, AdvanceFolder folder, boolean fileMode) {
    this.objects = objects;
    this.folder = folder;
    this.fileMode = fileMode;
  }

  /** Says what must be found at each path, without writing anything. */
  ImmutableList<Planned> expect(List<Change> changes, ImmutableMap<String, LineEnds> ends)
      throws IOException, Stopped {
    ImmutableList.Builder<Planned> plan = ImmutableList.builder();
    int number = 0;
    for (Change change : changes) {
      number++;
      Optional<FileContent> before =
          change.before().isPresent() ? Optional.of(expected(change, ends)) : Optional.empty();
      plan.add(new Planned(number, change.path(), before, Optional.empty()));
    }
    return plan.build();
  }

  /** Stores every new content on the disk and adds to the plan what will be there. */
  ImmutableList<Planned> store(
      List<Change> changes, List<Planned> expected, ImmutableMap<String, LineEnds> ends)
      throws IOException, Stopped {
    ImmutableList.Builder<Planned> plan = ImmutableList.builder();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      Planned planned = expected.get(i);
      Optional<FileContent> after =
          change.after().isPresent() ? Optional.of(write(change, planned, ends)) : Optional.empty();
      plan.add(new Planned(planned.number(), planned.path(), planned.before(), after));
    }
    Disk.sync(folder.stage().resolve("new"));
    return plan.build();
  }

  private FileContent expected(Change change, ImmutableMap<String, LineEnds> ends)
      throws IOException, Stopped {
    Side side = change.before().orElseThrow();
    ImmutableSet.Builder<ObjectId> blobs = ImmutableSet.builder();
    blobs.add(side.id());
    LineEnds how = ends.getOrDefault(change.path(), LineEnds.AS_STORED);
    if (!side.isLink() && how != LineEnds.AS_STORED) {
      blobs.add(FileContent.blobOf(how.applyTo(inMemory(change, side))));
    }
    return new FileContent(side, blobs.build(), fileMode);
  }

  private FileContent write(Change change, Planned planned, ImmutableMap<String, LineEnds> ends)
      throws IOException, Stopped {
    Side side = change.after().orElseThrow();
    Path file = folder.fresh(planned);
    if (side.isLink()) {
      Files.createSymbolicLink(file, linkTarget(change, side));
      return new FileContent(side, ImmutableSet.of(side.id()), fileMode);
    }
    LineEnds how = ends.getOrDefault(change.path(), LineEnds.AS_STORED);
    Optional<byte[]> converted =
        how == LineEnds.AS_STORED
            ? Optional.empty()
            : Optional.of(how.applyTo(inMemory(change, side)));
    FileAttribute<?> rights = side.isExecutable() ? EXECUTABLE : PLAIN;
    try (FileChannel channel =
            FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      if (converted.isPresent()) {
        out.write(converted.get());
      } else {
        open(side).copyTo(out);
      }
      out.flush();
      channel.force(true);
    }
    if (GitShape.isGitFile(file)) {
      throw Stopped.refused(
          change.shown()
              + " begins as a file that leads Git to another repository (gitdir:); run"
              + " `git merge --ff-only` yourself if you trust it");
    }
    ObjectId written = converted.map(FileContent::blobOf).orElse(side.id());
    if (!FileContent.fileBlob(file).equals(written)) {
      throw new IOException(
          "the object " + side.id().name() + " is damaged; `git fsck` tells more");
    }
    return new FileContent(side, ImmutableSet.of(written), fileMode);
  }

  private Path linkTarget(Change change, Side side) throws IOException, Stopped {
    String target = new String(inMemory(change, side), StandardCharsets.UTF_8);
    try {
      Path path = Path.of(target);
      // Java tidies a path; what it would tidy must not be written by it.
      if (!target.isEmpty()
          && path.toString().equals(target)
          && FileContent.blobOf(target.getBytes(StandardCharsets.UTF_8)).equals(side.id())) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw unfit(change);
    }
    throw unfit(change);
  }

  private static Stopped unfit(Change change) {
    return Stopped.refused(
        "the target of the symbolic link "
            + change.shown()
            + " cannot be written right from Java; run `git merge --ff-only` yourself");
  }

  private byte[] inMemory(Change change, Side side) throws IOException, Stopped {
    ObjectLoader loader = open(side);
    if (loader.getSize() > CONVERTED_LIMIT) {
      throw Stopped.refused(
          Quoted.plain(change.path()) + " is too large to convert its line ends in memory");
    }
    return loader.getCachedBytes((int) CONVERTED_LIMIT);
  }

  private ObjectLoader open(Side side) throws IOException {
    return objects.open(side.id(), Constants.OBJ_BLOB);
  }
}
