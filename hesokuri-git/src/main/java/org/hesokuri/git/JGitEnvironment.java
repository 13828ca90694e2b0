package org.hesokuri.git;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.StoredConfig;
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
    public StoredConfig getUserConfig() throws ConfigInvalidException, IOException {
      return new Unmeasured(super.getUserConfig());
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
      return new InMemory(parent, fs);
    }
  }

  /**
   * The user's configuration, with an answer to how exact the times of files are. Without one, JGit
   * measures it by files that it makes and deletes in each repository, also in the place of one
   * whose disk has just been unmounted. With it, what changed within the last seconds is read again
   * rather than taken from a cache.
   */
  private static final class Unmeasured extends StoredConfig {

    /** As coarse as any file system that can hold a repository. */
    private static final Duration COARSEST = Duration.ofSeconds(2);

    private final StoredConfig user;

    Unmeasured(StoredConfig user) {
      super(user);
      this.user = user;
    }

    @Override
    public long getTimeUnit(
        String section,
        @Nullable String subsection,
        String name,
        long defaultValue,
        TimeUnit wantUnit) {
      return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
          ? wantUnit.convert(COARSEST)
          : super.getTimeUnit(section, subsection, name, defaultValue, wantUnit);
    }

    @Override
    public void load() throws IOException, ConfigInvalidException {
      user.load();
    }

    @Override
    public void save() throws IOException {
      user.save();
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
      // JGit has nothing to remember from start to start; a read-only home is no obstacle.
    }
  }
}
