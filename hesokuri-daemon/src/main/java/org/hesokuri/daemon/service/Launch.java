package org.hesokuri.daemon.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * How this very program, with this very Java, is started as a daemon.
 *
 * @param words the program and its arguments
 * @param environment what it must find set, beside what the service manager sets
 */
record Launch(ImmutableList<String> words, ImmutableSortedMap<String, String> environment) {

  /** The property in which the launcher says where it is. */
  static final String LAUNCHER_PROPERTY = "hesokuri.launcher";

  /** How Java names ASCII, the letters of the locale C. */
  private static final String PLAIN = "ANSI_X3.4-1968";

  /** Without the addresses and programs of HESONOTIFY, which may hold a secret. */
  private static final List<String> CARRIED_OVER =
      List.of(
          "HESOBIND",
          "HESOCFG",
          "HESOHOST",
          "HESONAMES",
          "HESOPORT",
          "HESOTLS_CERTIFICATE",
          "HESOTLS_KEY",
          "XDG_CONFIG_HOME",
          "XDG_STATE_HOME");

  /**
   * The way in which this process was started.
   *
   * @throws CannotInstall if it does not run from a jar, so that there is nothing to start later
   */
  static Launch ofThisProcess(Map<String, String> environment, Properties properties)
      throws CannotInstall {
    ImmutableSortedMap.Builder<String, String> carried = ImmutableSortedMap.naturalOrder();
    for (String variable : CARRIED_OVER) {
      Optional.ofNullable(environment.get(variable))
          .filter(value -> !value.isEmpty())
          .ifPresent(value -> carried.put(variable, value));
    }
    String java = properties.getProperty("java.home", "");
    String launcher = properties.getProperty(LAUNCHER_PROPERTY, "");
    if (!launcher.isEmpty()) {
      return new Launch(
          ImmutableList.of(launcher, "run"), carried.put("JAVA_HOME", java).buildOrThrow());
    }
    locale(environment, properties).ifPresent(locale -> carried.put("LC_ALL", locale));
    return new Launch(
        ImmutableList.of(Path.of(java, "bin", "java").toString(), "-jar", jar().toString(), "run"),
        carried.buildOrThrow());
  }

  /**
   * The locale in which names beyond ASCII can be read, which a service manager does not set and
   * the launcher sees to by itself: that of this process, if names can be read in it.
   */
  static Optional<String> locale(Map<String, String> environment, Properties properties) {
    if (properties.getProperty("os.name", "").startsWith("Mac")) {
      // There Java reads them in any.
      return Optional.empty();
    }
    if (!properties.getProperty("sun.jnu.encoding", PLAIN).equals(PLAIN)) {
      return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
          .map(variable -> environment.getOrDefault(variable, ""))
          .filter(value -> !value.isEmpty())
          .findFirst();
    }
    return Optional.of("C.UTF-8");
  }

  private static Path jar() throws CannotInstall {
    CodeSource source = Launch.class.getProtectionDomain().getCodeSource();
    try {
      Path place = Path.of(source.getLocation().toURI());
      if (Files.isRegularFile(place)) {
        return place.toAbsolutePath();
      }
      throw new CannotInstall(
          "this Hesokuri runs from the folder " + place + "; build the jar, and run that");
    } catch (URISyntaxException e) {
      throw new CannotInstall(
          "cannot tell where this program lies: " + e.getMessage() + "; move it elsewhere", e);
    }
  }

  /** The program that is started. */
  Path program() {
    return Path.of(words.get(0));
  }
}
