package org.hesokuri.git;

import com.google.common.primitives.ImmutableLongArray;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of everything in a git folder that a look reads, without reading it.
 * Whatever changes there, be it by git or by another program, changes the mark: a file that is
 * replaced has another inode and changes its folder's times, one that is written into changes its
 * own, and the time of a file's last change cannot be set, but by setting the clock.
 *
 * <p>There is no mark, and everything has to be read, where that would not be so: soon after a
 * change, when another one could bear the same time; where something lies behind a link; where
 * there are linked worktrees, whose files are not looked at here; on systems that do not tell the
 * time of the last change. Files that the settings include are not covered; they cannot change how
 * Git stores refs.
 *
 * @param found kind, device, inode, size and times of change of each file, in the order of a walk
 */
record RepositoryMark(ImmutableLongArray found) {

  /** From here on even file systems that count in seconds tell one change from another. */
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private static final String VIEW = "unix";
  private static final String MODE = "mode";
  private static final String DEVICE = "dev";
  private static final String NUMBER = "ino";
  private static final String SIZE = "size";
  private static final String WRITTEN = "lastModifiedTime";
  private static final String CHANGED = "ctime";
  private static final String ATTRIBUTES =
      VIEW + ":" + String.join(",", MODE, DEVICE, NUMBER, SIZE, WRITTEN, CHANGED);

  /** The bits of a mode that tell what kind of file it is, and two of these kinds. */
  private static final int KIND = 0170000;

  private static final int FOLDER = 0040000;
  private static final int LINK = 0120000;

  /** Stands for a file that is not there. */
  private static final long MISSING = -1;

  /**
   * The mark of a repository.
   *
   * @param now when it is taken
   * @return the mark; empty if everything has to be read
   */
  static Optional<RepositoryMark> of(Path commonDir, Instant now) {
    if (!commonDir.getFileSystem().supportedFileAttributeViews().contains(VIEW)
        || Files.exists(commonDir.resolve("worktrees"), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Walk walk = new Walk(FileTime.from(now.minus(SETTLED)));
    try {
      // The folder's own times tell what has come and gone in it, such as the signs of a merge.
      walk.add(commonDir);
      walk.add(commonDir.resolve("HEAD"));
      walk.add(commonDir.resolve("config"));
      walk.add(commonDir.resolve("packed-refs"));
      walk.addAll(commonDir.resolve("refs/heads"));
      walk.addAll(commonDir.resolve("refs/hesokuri"));
    } catch (IOException | DirectoryIteratorException unreadable) {
      return Optional.empty(); // Whoever reads it meets the same, and tells it.
    }
    return walk.mark();
  }

  /** What was found so far. */
  private static final class Walk {

    private final FileTime settled;
    private final ImmutableLongArray.Builder found = ImmutableLongArray.builder();
    private boolean isCertain = true;

    Walk(FileTime settled) {
      this.settled = settled;
    }

    Optional<RepositoryMark> mark() {
      return isCertain ? Optional.of(new RepositoryMark(found.build())) : Optional.empty();
    }

    /** Adds a file or folder; says whether it is a folder. */
    boolean add(Path entry) throws IOException {
      Map<String, Object> attributes;
      try {
        attributes = Files.readAttributes(entry, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException none) {
        found.add(MISSING);
        return false;
      }
      FileTime changed = (FileTime) value(attributes, CHANGED);
      int kind = (Integer) value(attributes, MODE) & KIND;
      isCertain &= kind != LINK && settled.compareTo(changed) > 0;
      found.add(kind);
      found.add((Long) value(attributes, DEVICE));
      found.add((Long) value(attributes, NUMBER));
      found.add((Long) value(attributes, SIZE));
      // The same where it is kept; some file systems on the network know no other.
      found.add(((FileTime) value(attributes, WRITTEN)).to(TimeUnit.NANOSECONDS));
      found.add(changed.to(TimeUnit.NANOSECONDS));
      return kind == FOLDER;
    }

    private static Object value(Map<String, Object> attributes, String name) {
      return Objects.requireNonNull(attributes.get(name), name);
    }

    /** Adds a folder with all that is in it. Their names are known by the folder's times. */
    void addAll(Path folder) throws IOException {
      if (!add(folder)) {
        return;
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          addAll(entry);
        }
      }
    }
  }
}
