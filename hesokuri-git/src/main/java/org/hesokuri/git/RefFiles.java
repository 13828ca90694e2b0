package org.hesokuri.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.core.model.CommitHash;
import org.jspecify.annotations.Nullable;

/**
 * Sets and deletes refs as Git does with its files, under locks that are provably ours; each only
 * if the ref has the expected value while the lock is held.
 */
final class RefFiles {

  private static final PersonIdent US = new PersonIdent("hesokuri", "hesokuri@localhost");

  private final Repository repository;
  private final Path commonDir;

  /** What became of a change. */
  enum Result {
    /** It is done and flushed to the disk. */
    DONE,
    /** The ref has another value. */
    OTHER_VALUE,
    /** The name cannot stand beside another ref. */
    NAME_CONFLICT
  }

  RefFiles(Repository repository) {
    this.repository = repository;
    this.commonDir = repository.getCommonDirectory().toPath();
  }

  /**
   * Points the ref to a commit.
   *
   * @param from what it must point to; empty if it must not exist
   * @throws java.nio.file.FileAlreadyExistsException naming the lock that somebody holds
   */
  Result set(String ref, Optional<CommitHash> from, CommitHash to, String reason)
      throws IOException {
    if (from.isEmpty() && repository.getRefDatabase().isNameConflicting(ref)) {
      return Result.NAME_CONFLICT;
    }
    Path loose = commonDir.resolve(ref);
    Files.createDirectories(loose.getParent());
    byte[] content = (to.hex() + "\n").getBytes(StandardCharsets.US_ASCII);
    try (ProvenLock lock = ProvenLock.take(commonDir, loose, content)) {
      if (!value(ref).equals(from.map(CommitHash::hex))) {
        return Result.OTHER_VALUE;
      }
      if (!removeEmptyFolders(loose)) {
        return Result.NAME_CONFLICT;
      }
      lock.commit(loose);
      log(ref, from, to, reason);
      return Result.DONE;
    } finally {
      repository.getRefDatabase().refresh();
    }
  }

  /**
   * Deletes the ref.
   *
   * @param from what it must point to
   * @throws java.nio.file.FileAlreadyExistsException naming the lock that somebody holds
   */
  Result delete(String ref, CommitHash from) throws IOException {
    Path loose = commonDir.resolve(ref);
    // A packed ref may lack the folder in which its lock belongs.
    Files.createDirectories(loose.getParent());
    ProvenLock lock = ProvenLock.take(commonDir, loose, new byte[0]);
    try {
      if (!value(ref).equals(Optional.of(from.hex()))) {
        return Result.OTHER_VALUE;
      }
      // Packed first: otherwise the old packed value would come to light for a moment.
      removePacked(ref);
      Files.deleteIfExists(loose);
      Files.deleteIfExists(commonDir.resolve("logs").resolve(ref));
      return Result.DONE;
    } finally {
      lock.close();
      repository.getRefDatabase().refresh();
    }
  }

  /** The value as the files have it now, without any cache; empty if there is none. */
  private Optional<String> value(String ref) throws IOException {
    Path loose = commonDir.resolve(ref);
    if (Files.isRegularFile(loose, LinkOption.NOFOLLOW_LINKS)) {
      try {
        return Optional.of(Files.readString(loose, StandardCharsets.ISO_8859_1).strip());
      } catch (NoSuchFileException packedMeanwhile) {
        return packed(ref);
      }
    }
    return packed(ref);
  }

  private Optional<String> packed(String ref) throws IOException {
    repository.getRefDatabase().refresh();
    return Optional.ofNullable(repository.exactRef(ref)).map(Ref::getObjectId).map(ObjectId::name);
  }

  private void removePacked(String ref) throws IOException {
    Path file = commonDir.resolve("packed-refs");
    if (!contains(file, ref)) {
      return;
    }
    try (ProvenLock lock = ProvenLock.take(commonDir, file, new byte[0])) {
      StringBuilder rest = new StringBuilder();
      boolean dropped = false;
      for (String line : lines(file)) {
        // A line that begins with ^ belongs to the one before it.
        dropped = line.startsWith("^") ? dropped : line.endsWith(" " + asBytes(ref));
        if (!dropped) {
          rest.append(line).append('\n');
        }
      }
      lock.rewrite(rest.toString().getBytes(StandardCharsets.ISO_8859_1));
      lock.commit(file);
    }
  }

  private static boolean contains(Path packedRefs, String ref) throws IOException {
    String end = " " + asBytes(ref);
    return lines(packedRefs).stream().anyMatch(line -> line.endsWith(end));
  }

  private static List<String> lines(Path packedRefs) throws IOException {
    try {
      // Byte by byte, and only at line feeds: a name may hold anything else.
      String text = Files.readString(packedRefs, StandardCharsets.ISO_8859_1);
      List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
      lines.removeIf(String::isEmpty);
      return lines;
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static String asBytes(String ref) {
    return new String(ref.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Git leaves empty folders where branches with a slash were. */
  private static boolean removeEmptyFolders(Path loose) throws IOException {
    if (!Files.isDirectory(loose, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try {
      Files.walkFileTree(
          loose,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem)
                throws IOException {
              Files.delete(folder);
              return FileVisitResult.CONTINUE;
            }
          });
      return true;
    } catch (DirectoryNotEmptyException occupied) {
      return false;
    }
  }

  private void log(String ref, Optional<CommitHash> from, CommitHash to, String reason)
      throws IOException {
    Path log = commonDir.resolve("logs").resolve(ref);
    if (!ref.startsWith(BranchName.PREFIX) || !isLogged(log)) {
      return;
    }
    Files.createDirectories(log.getParent());
    String before = from.map(CommitHash::hex).orElse(ObjectId.zeroId().name());
    String line =
        before + " " + to.hex() + " " + US.toExternalString() + "\thesokuri: " + reason + "\n";
    try (FileChannel channel =
        FileChannel.open(
            log, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private boolean isLogged(Path log) {
    String setting = repository.getConfig().getString("core", null, "logallrefupdates");
    boolean wanted =
        setting == null ? !repository.isBare() : !setting.matches("(?i)false|no|off|0");
    return wanted || Files.isRegularFile(log);
  }
}
