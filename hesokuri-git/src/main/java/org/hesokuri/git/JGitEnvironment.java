package org.hesokuri.git;

import java.io.File;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Makes JGit, in the whole process, take the user's home from the environment instead of the
 * account, flush to disk what it writes to refs and objects, and write no file of its own into the
 * home folder.
 */
public final class JGitEnvironment {

  private JGitEnvironment() {}

  /**
   * Puts this into force; to be called once, before any repository is opened.
   *
   * @param environment the process environment, of which {@code HOME} and the XDG folders count
   */
  public static void install(Map<String, String> environment) {
    Optional.ofNullable(environment.get("HOME"))
        .filter(home -> !home.isEmpty())
        .ifPresent(home -> FS.DETECTED.setUserHome(new File(home)));
    // How exact the times of files are is measured beside the work, not before it.
    FS.FileStoreAttributes.setBackground(true);
    SystemReader.setInstance(new Reader(SystemReader.getInstance(), Map.copyOf(environment)));
  }

  private static final class Reader extends SystemReader.Delegate {

    private final Map<String, String> environment;

    Reader(SystemReader system, Map<String, String> environment) {
      super(system);
      this.environment = environment;
    }

    @Override
    public @Nullable String getenv(String variable) {
      return environment.get(variable);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
      return new InMemory(parent, fs);
    }
  }

  /** Stands where JGit's own configuration file would be, and is never read or written. */
  private static final class InMemory extends FileBasedConfig {

    InMemory(@Nullable Config parent, FS fs) {
      super(parent, new File("/nonexistent/hesokuri-in-memory"), fs);
      setBoolean("core", null, "fsyncreffiles", true);
      setBoolean("core", null, "fsyncobjectfiles", true);
    }

    @Override
    public void load() {
      // There is no file.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public void save() {
      // What JGit measured is measured again next time; a read-only home is no obstacle.
    }
  }
}
