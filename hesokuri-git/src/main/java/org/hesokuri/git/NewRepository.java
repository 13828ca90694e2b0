package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.SystemReader;
import org.hesokuri.core.model.BranchName;
import org.hesokuri.git.disk.Disk;
import org.hesokuri.git.disk.SharedRights;

/**
 * Makes an empty repository, so that {@code .git} is there either whole or not at all: it is made
 * beside, and then renamed.
 */
final class NewRepository {

  private NewRepository() {}

  /**
   * Makes one.
   *
   * @param first the branch that is checked out; without it, the one that the user's git would take
   */
  static void create(Path path, Optional<BranchName> first) throws IOException {
    Files.createDirectories(path);
    removeUnfinished(path);
    Path unfinished = path.resolve(Folder.UNFINISHED + UUID.randomUUID());
    try {
      FileRepositoryBuilder builder =
          new FileRepositoryBuilder()
              .setGitDir(unfinished.toFile())
              .setWorkTree(path.toFile())
              .setInitialBranch(first.isPresent() ? first.get().text() : usualBranch());
      try (Repository repository = builder.build()) {
        repository.create(false);
      }
    } catch (InvalidRefNameException e) {
      throw new IOException("init.defaultBranch is no valid branch name: " + e.getMessage(), e);
    }
    SharedRights.of(unfinished).giveToAll(unfinished);
    // Before it gets its name: what has the name is whole, also after a power cut.
    Disk.syncAll(unfinished);
    Disk.rename(unfinished, path.resolve(".git"));
  }

  /** In a worktree that becomes a repository it would be a change for ever. */
  private static void removeUnfinished(Path path) throws IOException {
    List<Path> left = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Folder::isUnfinished)) {
      entries.forEach(left::add);
    }
    for (Path folder : left) {
      Disk.removeAll(folder);
    }
  }

  private static String usualBranch() throws IOException {
    try {
      return Optional.ofNullable(
              SystemReader.getInstance().getUserConfig().getString("init", null, "defaultbranch"))
          .orElse("master");
    } catch (ConfigInvalidException e) {
      throw new IOException("your git configuration cannot be read: " + e.getMessage(), e);
    }
  }
}
