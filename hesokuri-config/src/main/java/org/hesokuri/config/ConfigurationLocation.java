package org.hesokuri.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/** Where the environment says that the configuration file is. An empty variable counts as unset. */
public final class ConfigurationLocation {

  /** The variable that names the file. */
  public static final String FILE_VARIABLE = "HESOCFG";

  /** The variable that names the home folder. */
  public static final String HOME_VARIABLE = "HOME";

  private static final String DEFAULT_NAME = ".hesocfg";

  private ConfigurationLocation() {}

  /**
   * The configuration file, which need not exist: {@code $HESOCFG}, else {@code $HOME/.hesocfg}.
   *
   * @param environment the environment variables
   * @return an absolute path; a relative {@code $HESOCFG} is taken from the working folder, and
   *     {@code ~/} at its start, which a service manager does not expand, from the home folder
   * @throws IllegalArgumentException with a sentence for the user if the variables name no file
   */
  public static Path of(Map<String, String> environment) {
    Optional<String> stated = value(environment, FILE_VARIABLE);
    if (stated.isEmpty()) {
      return home(environment).resolve(DEFAULT_NAME);
    }
    String file = stated.get();
    return file.startsWith("~/")
        ? home(environment).resolve(path(FILE_VARIABLE, file.substring(2)))
        : path(FILE_VARIABLE, file).toAbsolutePath();
  }

  /**
   * The home folder, {@code $HOME}.
   *
   * @param environment the environment variables
   * @return an absolute path
   * @throws IllegalArgumentException with a sentence for the user if the variable names no absolute
   *     path
   */
  public static Path home(Map<String, String> environment) {
    String home =
        value(environment, HOME_VARIABLE)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "$HOME is not set, so there is no home folder; set it"));
    Path path = path(HOME_VARIABLE, home);
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException(
          "$HOME is " + Quoted.of(home) + ", which is not absolute; start it with /");
    }
    return path;
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty());
  }

  private static Path path(String variable, String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "$" + variable + " is " + Quoted.of(text) + ", which is no path: " + e.getReason(), e);
    }
  }
}
