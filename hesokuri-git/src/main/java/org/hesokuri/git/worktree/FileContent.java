package org.hesokuri.git.worktree;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What a file must hold to be exactly what a tree has: never judged by time or size alone.
 *
 * @param side what the tree has
 * @param blobs the blob, and the blob that its converted form would be
 * @param fileMode whether the executable bit means anything
 */
record FileContent(Side side, ImmutableSet<ObjectId> blobs, boolean fileMode) {

  /** Says what is wrong with the file at the path; empty if it is exactly this. */
  Optional<String> problemAt(Path file) throws IOException {
    try {
      return problemWith(file);
    } catch (NoSuchFileException e) {
      return Optional.of("is missing");
    }
  }

  private Optional<String> problemWith(Path file) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (side.isLink()) {
      return found.isSymbolicLink() && blobs.contains(linkBlob(file))
          ? Optional.empty()
          : Optional.of("is not the symbolic link that was committed");
    }
    if (!found.isRegularFile()) {
      return Optional.of("is no longer a file");
    }
    if (fileMode
        && found.permissions().contains(PosixFilePermission.OWNER_EXECUTE) != side.isExecutable()) {
      return Optional.of("has another executable bit than was committed");
    }
    return blobs.contains(fileBlob(file))
        ? Optional.empty()
        : Optional.of("differs from what was committed");
  }

  private static ObjectId linkBlob(Path link) throws IOException {
    return blobOf(Files.readSymbolicLink(link).toString().getBytes(StandardCharsets.UTF_8));
  }

  static ObjectId blobOf(byte[] content) {
    MessageDigest digest = started(content.length);
    digest.update(content);
    return ObjectId.fromRaw(digest.digest());
  }

  /** The name of the blob with the content of the file. */
  static ObjectId fileBlob(Path file) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        InputStream in = Channels.newInputStream(channel)) {
      // A file that grows meanwhile gets a name that fits nothing, as it should.
      MessageDigest digest = started(channel.size());
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return ObjectId.fromRaw(digest.digest());
    }
  }

  static MessageDigest started(long size) {
    MessageDigest digest = Constants.newMessageDigest();
    digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    return digest;
  }

  /** Whether anything is at the path, a broken link too. */
  static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a folder, and not a link to one, is at the path. */
  static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether the two names are one file; links are equal if they point to the same. */
  static boolean isSame(Path one, Path other) throws IOException {
    try {
      BasicFileAttributes first =
          Files.readAttributes(one, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      BasicFileAttributes second =
          Files.readAttributes(other, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (first.isSymbolicLink() && second.isSymbolicLink()) {
        return linkBlob(one).equals(linkBlob(other));
      }
      return first.isRegularFile()
          && second.isRegularFile()
          && first.fileKey().equals(second.fileKey());
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
