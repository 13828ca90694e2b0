package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;

/**
 * Where the files of the main worktree are. JGit reads neither {@code config.worktree}, nor that a
 * folder that a {@code .git} file names is bare, and takes the folder above for the files where git
 * does not.
 */
final class MainWorktree {

  private MainWorktree() {}

  /**
   * Finds it as git does.
   *
   * @param gitDir the common git folder
   * @param holder the folder whose {@code .git} is or names the git folder; empty if the git folder
   *     itself was named
   * @return empty if the repository is bare
   * @throws IOException whose message says why it cannot be told
   */
  static Optional<Path> find(Path gitDir, Optional<Path> holder) throws IOException {
    Config config = config(gitDir);
    Optional<String> files = Optional.ofNullable(config.getString("core", null, "worktree"));
    boolean isBare = config.getBoolean("core", "bare", false);
    if (isBare && files.isPresent()) {
      throw new IOException("its config says core.bare and core.worktree; remove one of them");
    }
    if (isBare) {
      return Optional.empty();
    }
    if (files.isPresent()) {
      return Optional.of(gitDir.resolve(files.get()).normalize());
    }
    if (holder.isPresent()) {
      return holder;
    }
    if (gitDir.endsWith(".git")) {
      return Optional.ofNullable(gitDir.toAbsolutePath().getParent());
    }
    if (config.getString("core", null, "bare") != null) {
      throw new IOException("it is not bare; name the folder that holds its files instead");
    }
    return Optional.empty();
  }

  private static Config config(Path gitDir) throws IOException {
    Config common = load(new Config(), gitDir.resolve("config"));
    return common.getBoolean("extensions", "worktreeconfig", false)
        ? load(common, gitDir.resolve("config.worktree"))
        : common;
  }

  private static Config load(Config below, Path file) throws IOException {
    FileBasedConfig config = new FileBasedConfig(below, file.toFile(), FS.DETECTED);
    try {
      config.load();
      return config;
    } catch (ConfigInvalidException e) {
      throw new IOException("its config file cannot be read (" + e.getMessage() + "); mend it", e);
    }
  }
}
