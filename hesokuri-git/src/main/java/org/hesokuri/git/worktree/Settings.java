package org.hesokuri.git.worktree;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.treewalk.WorkingTreeOptions;

/**
 * The configuration of one worktree as C git sees it, with {@code includeIf} and {@code
 * config.worktree}, which JGit would not read.
 */
final class Settings {

  private static final int LIMIT = 4 << 20;
  private static final String FILTER = "filter.";

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** Asks for them; {@link #read} waits for the answer. */
  static GitProgram.Answer ask(GitProgram git, WorktreeHome home) throws Stopped {
    return git.begin(home, LIMIT, List.of(), "config", "-z", "--list");
  }

  static Settings read(GitProgram.Answer answer, WorktreeHome home) throws Stopped {
    byte[] printed = answer.bytes();
    if (printed.length == LIMIT) {
      throw Stopped.refused("the Git configuration of " + home.files() + " is over 4 MiB");
    }
    return parse(new String(printed, StandardCharsets.UTF_8));
  }

  /** Reads what {@code git config -z --list} prints; the last value of a key holds. */
  static Settings parse(String printed) {
    Map<String, String> values = new HashMap<>();
    for (String entry : printed.split("\0")) {
      int end = entry.indexOf('\n');
      // A key without a value means true.
      values.put(
          end < 0 ? entry : entry.substring(0, end), end < 0 ? "true" : entry.substring(end + 1));
    }
    return new Settings(values);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key));
  }

  boolean isOn(String key, boolean otherwise) {
    String value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off", "" -> false;
      default -> !value.matches("[-+]?0+[kmgKMG]?");
    };
  }

  /** Whether the executable bit of files means anything here. */
  boolean hasFileMode() {
    return isOn("core.filemode", true);
  }

  /** What JGit needs to know to convert line ends. */
  WorkingTreeOptions lineEnds() throws Stopped {
    Config config = new Config();
    text("core.autocrlf")
        .ifPresent(
            value ->
                config.setString(
                    "core",
                    null,
                    "autocrlf",
                    value.equalsIgnoreCase("input")
                        ? "input"
                        : Boolean.toString(isOn("core.autocrlf", false))));
    text("core.eol").ifPresent(value -> config.setString("core", null, "eol", value));
    try {
      return config.get(WorkingTreeOptions.KEY);
    } catch (IllegalArgumentException e) {
      throw Stopped.refused("core.eol has a value that is not known here: " + e.getMessage());
    }
  }

  /**
   * Whether git would run something, or refuse to go on without it, for the attribute {@code
   * filter=driver}; with no command configured it does nothing.
   */
  boolean hasFilter(String driver) {
    String key = FILTER + driver;
    return Stream.of(".clean", ".smudge", ".process")
            .anyMatch(command -> !text(key + command).orElse("").isEmpty())
        || isOn(key + ".required", false);
  }

  /** Options that take every configured filter driver its commands, so that none can be run. */
  List<String> withoutFilters() throws Stopped {
    TreeSet<String> drivers = new TreeSet<>();
    for (String key : values.keySet()) {
      if (key.startsWith(FILTER) && key.lastIndexOf('.') > FILTER.length()) {
        drivers.add(key.substring(0, key.lastIndexOf('.')));
      }
    }
    List<String> options = new ArrayList<>();
    for (String driver : drivers) {
      if (driver.indexOf('=') >= 0) {
        throw Stopped.refused("the name of the configured filter " + driver + " contains =");
      }
      for (String setting : List.of(".clean=", ".smudge=", ".process=", ".required=false")) {
        options.add("-c");
        options.add(driver + setting);
      }
    }
    return options;
  }
}
