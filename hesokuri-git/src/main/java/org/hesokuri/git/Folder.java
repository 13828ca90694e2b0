package org.hesokuri.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/** What lies at the path of a source, before anything of it is trusted. */
sealed interface Folder {

  /** Begins the name of a repository that is being made; see {@link NewRepository}. */
  String UNFINISHED = ".hesokuri-unfinished-";

  /** Whether this is the name of a repository that is being made, or never was finished. */
  static boolean isUnfinished(Path entry) {
    return String.valueOf(entry.getFileName()).startsWith(UNFINISHED);
  }

  /** Nothing, or nothing but a repository that was never finished. */
  record Vacant() implements Folder {}

  /**
   * A repository.
   *
   * @param gitDir its git folder
   * @param holder the folder whose {@code .git} is or names the git folder; empty if the path is
   *     the git folder itself
   */
  record Repository(Path gitDir, Optional<Path> holder) implements Folder {}

  /** Something else. */
  record Foreign(String reason) implements Folder {}

  /** Looks. */
  static Folder at(Path path) {
    try {
      // Not by Files.exists, to which a folder that may not be read is none.
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!Files.isDirectory(path)) {
        return new Foreign(named(path) + " is not a folder; move it away or change the path");
      }
      Path dotGit = path.resolve(".git");
      if (Files.isDirectory(dotGit)) {
        return looksLikeGitDir(dotGit)
            ? new Repository(dotGit, Optional.of(path))
            : new Foreign(
                named(dotGit)
                    + " is damaged or may not be read (it lacks HEAD, objects or refs);"
                    + " mend or move it away");
      }
      if (Files.isRegularFile(dotGit)) {
        return byGitFile(path, dotGit);
      }
      if (looksLikeGitDir(path)) {
        return new Repository(path, Optional.empty());
      }
      return isVacant(path)
          ? new Vacant()
          : new Foreign(
              named(path)
                  + " holds files but no Git repository; run git init there or change the path");
    } catch (NoSuchFileException nothing) {
      return new Vacant();
    } catch (AccessDeniedException e) {
      return new Foreign(named(path) + " may not be read by this user; change its rights");
    } catch (IOException e) {
      return new Foreign(named(path) + " cannot be read: " + e.getMessage());
    }
  }

  private static String named(Path path) {
    return Quoted.plain(path.toString());
  }

  /** Whether this has what every git folder has. */
  static boolean looksLikeGitDir(Path folder) {
    return Files.exists(folder.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
        && Files.isDirectory(folder.resolve("objects"))
        && Files.isDirectory(folder.resolve("refs"));
  }

  private static boolean isVacant(Path folder) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!isUnfinished(entry)) {
          return false;
        }
      }
      return true;
    } catch (NotDirectoryException e) {
      return false;
    }
  }

  private static Folder byGitFile(Path path, Path gitFile) throws IOException {
    String text = Files.readString(gitFile, StandardCharsets.UTF_8).strip();
    if (!text.startsWith("gitdir: ")) {
      return new Foreign(named(gitFile) + " is damaged: it does not name a git folder");
    }
    Path gitDir = path.resolve(text.substring("gitdir: ".length()).strip()).normalize();
    if (Files.isRegularFile(gitDir.resolve("commondir"))) {
      return new Foreign(
          named(path)
              + " is a linked worktree of "
              + named(gitDir.resolve("../..").normalize())
              + "; name the main repository instead, its worktrees belong to it");
    }
    if (!looksLikeGitDir(gitDir)) {
      return new Foreign(
          named(gitFile) + " names " + named(gitDir) + ", which is no git folder; repair it");
    }
    return new Repository(gitDir, Optional.of(path));
  }
}
