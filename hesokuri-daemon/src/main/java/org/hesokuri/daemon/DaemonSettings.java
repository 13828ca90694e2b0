package org.hesokuri.daemon;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.hesokuri.config.ConfigurationLocation;
import org.hesokuri.config.MachineNames;
import org.hesokuri.core.engine.EngineTimes;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.notify.NotifySettings;

/**
 * What the environment says about how the daemon runs. An empty variable counts as unset.
 *
 * @param environment all variables, as they were when the program started
 * @param home the user's home folder
 * @param configurationFile the configuration file, which need not exist
 * @param port the port of the web page
 * @param stateFolder where the daemon keeps what it must remember, which need not exist
 * @param times how patient the engine is
 * @param notification how the user is notified
 * @param remote how the page is reached from other machines; without it, it is not
 */
record DaemonSettings(
    Map<String, String> environment,
    Path home,
    Path configurationFile,
    int port,
    Path stateFolder,
    EngineTimes times,
    NotifySettings notification,
    Optional<RemoteSettings> remote) {

  private static final int DEFAULT_PORT = 8080;
  private static final int HIGHEST_PORT = 65_535;

  /** Without what was set, as a webhook's address often is its only secret. */
  private static final String NO_WEBHOOK =
      "$HESONOTIFY_WEBHOOK is no address; set it to one that begins with https:// or http://";

  /**
   * Reads the settings.
   *
   * @param environment the environment variables
   * @param properties system properties; the {@code hesokuri.*} ones shorten the pauses in tests
   * @throws CannotStart if one of them is wrong
   */
  static DaemonSettings of(Map<String, String> environment, Properties properties)
      throws CannotStart {
    Path home = home(environment);
    checkIdentity(environment);
    return new DaemonSettings(
        Map.copyOf(environment),
        home,
        configurationFile(environment),
        port(environment),
        stateFolder(environment, home),
        times(properties),
        notify(environment),
        RemoteSettings.of(environment));
  }

  private static Path home(Map<String, String> environment) throws CannotStart {
    Path home;
    try {
      home = ConfigurationLocation.home(environment);
    } catch (IllegalArgumentException e) {
      throw CannotStart.badEnvironment(String.valueOf(e.getMessage()), e);
    }
    if (!Files.isDirectory(home)) {
      throw badEnvironment(
          "$HOME is " + Quoted.of(home.toString()) + ", where no folder is; set it to yours");
    }
    return home;
  }

  private static Path configurationFile(Map<String, String> environment) throws CannotStart {
    try {
      return ConfigurationLocation.of(environment);
    } catch (IllegalArgumentException e) {
      throw CannotStart.badEnvironment(String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkIdentity(Map<String, String> environment) throws CannotStart {
    Optional<String> stated = value(environment, MachineNames.IDENTITY_VARIABLE);
    if (stated.isPresent()) {
      try {
        new PeerId(stated.get());
      } catch (IllegalArgumentException e) {
        throw CannotStart.badEnvironment(
            "$" + MachineNames.IDENTITY_VARIABLE + " is no identity: " + e.getMessage(), e);
      }
    }
  }

  private static int port(Map<String, String> environment) throws CannotStart {
    Optional<String> stated = value(environment, "HESOPORT");
    if (stated.isEmpty()) {
      return DEFAULT_PORT;
    }
    String text = stated.get();
    // Five digits at most, so that the number always fits.
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > HIGHEST_PORT) {
      throw badEnvironment(
          "$HESOPORT is "
              + Quoted.of(text)
              + ", which is no port; set it to a number from 1 to "
              + HIGHEST_PORT);
    }
    return port;
  }

  private static NotifySettings notify(Map<String, String> environment) throws CannotStart {
    return new NotifySettings(command(environment), webhook(environment), after(environment));
  }

  private static Optional<Path> command(Map<String, String> environment) throws CannotStart {
    Optional<String> stated = value(environment, "HESONOTIFY_COMMAND");
    if (stated.isEmpty()) {
      return Optional.empty();
    }
    String text = stated.get();
    if (text.startsWith("/") && text.indexOf('\0') < 0 && Files.isExecutable(Path.of(text))) {
      return Optional.of(Path.of(text));
    }
    throw badEnvironment(
        "$HESONOTIFY_COMMAND is "
            + Quoted.of(text)
            + ", where no program is; set it to the absolute path of one, without arguments");
  }

  private static Optional<URI> webhook(Map<String, String> environment) throws CannotStart {
    Optional<String> stated = value(environment, "HESONOTIFY_WEBHOOK");
    if (stated.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI address = new URI(stated.get());
      boolean web = List.of("http", "https").contains(String.valueOf(address.getScheme()));
      if (web && address.getHost() != null) {
        return Optional.of(address);
      }
    } catch (URISyntaxException e) {
      // Without its message, which holds the text.
      throw badEnvironment(NO_WEBHOOK);
    }
    throw badEnvironment(NO_WEBHOOK);
  }

  private static Duration after(Map<String, String> environment) throws CannotStart {
    Optional<String> stated = value(environment, "HESONOTIFY_AFTER");
    if (stated.isEmpty()) {
      return NotifySettings.USUAL_PATIENCE;
    }
    try {
      Duration after = Duration.parse(stated.get());
      if (!after.isNegative()) {
        return after;
      }
    } catch (DateTimeParseException e) {
      throw CannotStart.badEnvironment(noPatience(stated.get()), e);
    }
    throw badEnvironment(noPatience(stated.get()));
  }

  private static String noPatience(String text) {
    return "$HESONOTIFY_AFTER is "
        + Quoted.of(text)
        + ", which is no time; write it like PT8H or P1D";
  }

  private static Path stateFolder(Map<String, String> environment, Path home) throws CannotStart {
    // The XDG base directory specification says that a relative path is to be ignored.
    String base =
        value(environment, "XDG_STATE_HOME")
            .filter(text -> text.startsWith("/"))
            .orElse(home.resolve(".local").resolve("state").toString());
    try {
      return Path.of(base).resolve("hesokuri");
    } catch (InvalidPathException e) {
      throw CannotStart.badEnvironment(
          "$XDG_STATE_HOME is " + Quoted.of(base) + ", which is no path: " + e.getReason(), e);
    }
  }

  private static EngineTimes times(Properties properties) throws CannotStart {
    EngineTimes usual = EngineTimes.DEFAULT;
    return new EngineTimes(
        time(properties, "hesokuri.first-pause", usual.firstPause()),
        time(properties, "hesokuri.retry-period", usual.retryPeriod()),
        time(properties, "hesokuri.blocked-retry", usual.blockedRetry()),
        time(properties, "hesokuri.declined-longest", usual.declinedLongest()));
  }

  private static Duration time(Properties properties, String name, Duration usual)
      throws CannotStart {
    String text = properties.getProperty(name);
    if (text == null) {
      return usual;
    }
    try {
      Duration time = Duration.parse(text);
      if (!time.isZero() && !time.isNegative()) {
        return time;
      }
    } catch (DateTimeParseException e) {
      throw CannotStart.badEnvironment(noTime(name, text), e);
    }
    throw badEnvironment(noTime(name, text));
  }

  private static String noTime(String name, String text) {
    return "the property "
        + name
        + " is "
        + Quoted.of(text)
        + ", which is no pause; write it like PT5S";
  }

  private static CannotStart badEnvironment(String message) {
    return CannotStart.badEnvironment(message, new IllegalArgumentException(message));
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty());
  }
}
