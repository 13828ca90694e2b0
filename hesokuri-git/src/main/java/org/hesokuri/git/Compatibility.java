package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.hesokuri.core.model.Quoted;

/** Tells repositories that JGit would misread by name and reason, instead of guessing. */
final class Compatibility {

  /** Extensions under which everything that is done here is right. */
  private static final Set<String> HARMLESS =
      Set.of("noop", "noop-v1", "preciousobjects", "worktreeconfig", "relativeworktrees");

  private Compatibility() {}

  /**
   * Why the repository must be left alone, as a sentence for the user; empty if it need not.
   *
   * @param gitDir its common git folder
   */
  static Optional<String> problemWith(Path gitDir) {
    try {
      return problemByName(gitDir);
    } catch (IllegalArgumentException nonsense) {
      return problem(gitDir, "its config file is wrong (" + nonsense.getMessage() + "); mend it");
    }
  }

  private static Optional<String> problemByName(Path gitDir) {
    FileBasedConfig config =
        new FileBasedConfig(new Config(), gitDir.resolve("config").toFile(), FS.DETECTED);
    try {
      config.load();
    } catch (ConfigInvalidException | IOException e) {
      return problem(gitDir, "its config file cannot be read (" + e.getMessage() + "); mend it");
    }
    if (Files.exists(gitDir.resolve("shallow"))) {
      return problem(
          gitDir, "it is a shallow clone and lacks history; run git fetch --unshallow there");
    }
    int version = config.getInt("core", "repositoryformatversion", 0);
    if (version > 1) {
      return problem(gitDir, "it has the unknown repository format " + version);
    }
    for (String remote : config.getSubsections("remote")) {
      if (config.getBoolean("remote", remote, "promisor", false)
          || config.getString("remote", remote, "partialclonefilter") != null) {
        return problem(
            gitDir, "it is a partial clone and lacks objects; make a full clone of it instead");
      }
    }
    return config.getNames("extensions").stream()
        .flatMap(name -> problemWithExtension(gitDir, config, name).stream())
        .findFirst();
  }

  private static Optional<String> problemWithExtension(Path gitDir, Config config, String name) {
    String value =
        Optional.ofNullable(config.getString("extensions", null, name))
            .orElse("")
            .toLowerCase(Locale.ROOT);
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "objectformat" ->
          value.equals("sha1")
              ? Optional.empty()
              : problem(gitDir, "its objects are named by " + Quoted.plain(value) + ", not sha1");
      case "refstorage" ->
          value.equals("files")
              ? Optional.empty()
              : problem(
                  gitDir, "its branches are stored as " + Quoted.plain(value) + ", not files");
      case "partialclone" ->
          problem(gitDir, "it is a partial clone and lacks objects; make a full clone instead");
      default ->
          HARMLESS.contains(name.toLowerCase(Locale.ROOT))
              ? Optional.empty()
              : problem(gitDir, "it needs the unknown extension " + Quoted.plain(name));
    };
  }

  private static Optional<String> problem(Path gitDir, String why) {
    return Optional.of(
        "the repository " + Quoted.plain(gitDir.toString()) + " cannot be kept in step: " + why);
  }
}
