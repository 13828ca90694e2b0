package org.hesokuri.git.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * The rights that git gives to what it makes in a repository with {@code core.sharedRepository}, so
 * that the others who share it can go on. JGit knows nothing of it.
 *
 * @param bits what a file gets that its owner may read and write; 0 if only the umask counts
 * @param exact whether it gets these alone, instead of these besides
 */
public record SharedRights(int bits, boolean exact) {

  /** What the umask says, and nothing else. */
  static final SharedRights UMASK = new SharedRights(0, false);

  private static final SharedRights GROUP = new SharedRights(0660, false);
  private static final SharedRights EVERYBODY = new SharedRights(0664, false);

  private static final int KIND = 0170000;
  private static final int FOLDER = 0040000;
  private static final int WITH_GROUP_OF_FOLDER = 02000;

  /**
   * Reads them from the configuration of a repository and its user.
   *
   * @param commonDir the git folder
   * @throws IOException if the configuration cannot be read
   */
  public static SharedRights of(Path commonDir) throws IOException {
    try {
      StoredConfig user = SystemReader.getInstance().getUserConfig();
      FileBasedConfig config =
          new FileBasedConfig(user, commonDir.resolve("config").toFile(), FS.DETECTED);
      config.load();
      return parse(
          Optional.ofNullable(config.getString("core", null, "sharedrepository")).orElse(""));
    } catch (ConfigInvalidException e) {
      throw new IOException("the configuration of " + commonDir + " cannot be understood", e);
    }
  }

  /** As git reads the value; one with which git refuses to run counts as none. */
  private static SharedRights parse(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "group", "true", "yes", "on" -> GROUP;
      case "all", "world", "everybody" -> EVERYBODY;
      default -> value.matches("[0-7]{1,6}") ? ofNumber(Integer.parseInt(value, 8)) : UMASK;
    };
  }

  private static SharedRights ofNumber(int number) {
    return switch (number) {
      case 0 -> UMASK;
      case 1 -> GROUP;
      case 2 -> EVERYBODY;
      default -> (number & 0600) == 0600 ? new SharedRights(number & 0666, true) : UMASK;
    };
  }

  /**
   * Gives them to a file or folder that this process has made.
   *
   * @throws IOException if it is not ours, or gone
   */
  public void giveTo(Path made) throws IOException {
    if (bits == 0) {
      return;
    }
    int before = (Integer) Files.getAttribute(made, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int after = changed(before);
    if (after != before) {
      Files.setAttribute(made, "unix:mode", after & ~KIND);
    }
  }

  /** The mode, in the bits of {@code stat}, that a file or folder of this mode gets. */
  private int changed(int mode) {
    int given = (mode & 0200) == 0 ? bits & ~0222 : bits;
    if ((mode & 0100) != 0) {
      given |= whoMayRead(given);
    }
    int changed = exact ? (mode & ~0777) | given : mode | given;
    if ((mode & KIND) == FOLDER) {
      changed |= whoMayRead(changed);
      if ((changed & 0060) != 0) {
        changed |= WITH_GROUP_OF_FOLDER;
      }
    }
    return changed;
  }

  /** Who may read, as those who may run or enter. */
  private static int whoMayRead(int mode) {
    return (mode & 0444) >> 2;
  }

  /**
   * Gives them to a folder with all that is in it.
   *
   * @throws IOException if some of it is not ours
   */
  public void giveToAll(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            giveTo(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem)
              throws IOException {
            giveTo(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
