package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.SystemReader;

/**
 * Makes an empty repository, so that {@code .git} is there either whole or not at all: it is made
 * beside, and then renamed.
 */
final class NewRepository {

  private NewRepository() {}

  static void create(Path path) throws IOException {
    Files.createDirectories(path);
    Path unfinished = path.resolve(Folder.UNFINISHED + UUID.randomUUID());
    try {
      FileRepositoryBuilder builder =
          new FileRepositoryBuilder()
              .setGitDir(unfinished.toFile())
              .setWorkTree(path.toFile())
              .setInitialBranch(initialBranch());
      try (Repository repository = builder.build()) {
        repository.create(false);
      }
    } catch (InvalidRefNameException e) {
      throw new IOException("init.defaultBranch is no valid branch name: " + e.getMessage(), e);
    }
    Files.move(unfinished, path.resolve(".git"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String initialBranch() throws IOException {
    try {
      return Optional.ofNullable(
              SystemReader.getInstance().getUserConfig().getString("init", null, "defaultbranch"))
          .orElse("master");
    } catch (ConfigInvalidException e) {
      throw new IOException("your git configuration cannot be read: " + e.getMessage(), e);
    }
  }
}
