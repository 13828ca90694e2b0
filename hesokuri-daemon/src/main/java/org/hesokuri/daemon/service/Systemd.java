package org.hesokuri.daemon.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.hesokuri.core.model.Quoted;

/**
 * The systemd of a user, on Linux.
 *
 * @param root where the machine's own folders begin; {@code /} but in tests
 * @param unit the unit file of the user's
 */
record Systemd(Path root, ServiceFile unit) implements Keeper {

  private static final String NAME = "hesokuri.service";

  /** Where the Debian package puts its launcher. */
  private static final Path PACKAGED_LAUNCHER = Path.of("/usr/bin/hesokuri");

  /** The one whose user folder of configuration is this. */
  static Systemd in(Path root, Path configuration) {
    return new Systemd(
        root, new ServiceFile(configuration.resolve("systemd").resolve("user").resolve(NAME)));
  }

  @Override
  public ImmutableList<Step> install(Launch launch) throws CannotInstall {
    unit.checkOurs();
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    boolean wasThere = unit.exists();
    if (!isPackaged(launch)) {
      steps.add(new Step.Write(unit, text(launch)));
    } else if (wasThere) {
      // It would hide the package's, and stay as it is when the package is upgraded.
      steps.add(new Step.Remove(unit));
    }
    steps.add(systemctl("daemon-reload"), systemctl("enable", "--now", NAME));
    if (wasThere) {
      // What runs still runs as the former unit says.
      steps.add(systemctl("restart", NAME));
    }
    return steps.build();
  }

  @Override
  public ImmutableList<Step> uninstall(Launch launch) throws CannotInstall {
    unit.checkOurs();
    if (unit.exists()) {
      return ImmutableList.of(
          systemctl("disable", "--now", NAME), new Step.Remove(unit), systemctl("daemon-reload"));
    }
    return isPackaged(launch)
        ? ImmutableList.of(systemctl("disable", "--now", NAME))
        : ImmutableList.of();
  }

  private static Step systemctl(String... words) {
    return new Step.Run(
        ImmutableList.<String>builder().add("systemctl", "--user").add(words).build());
  }

  /** Whether a package brings a unit for this launcher, which then is upgraded with it. */
  private boolean isPackaged(Launch launch) {
    return launch.program().equals(PACKAGED_LAUNCHER)
        && Files.exists(root.resolve("usr/lib/systemd/user").resolve(NAME));
  }

  @Override
  public String text(Launch launch) throws CannotInstall {
    StringBuilder environment = new StringBuilder();
    for (var each : launch.environment().entrySet()) {
      environment
          .append("Environment=")
          .append(word(each.getKey() + "=" + each.getValue(), false))
          .append('\n');
    }
    StringBuilder command = new StringBuilder();
    for (String each : launch.words()) {
      command.append(command.length() == 0 ? "" : " ").append(word(each, true));
    }
    return Template.filled(
        NAME,
        ImmutableMap.of("environment", environment.toString(), "command", command.toString()));
  }

  /** A word in quotes, in which systemd sees only itself. */
  private static String word(String text, boolean inCommand) throws CannotInstall {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new CannotInstall(
          Quoted.of(text) + " cannot stand in a unit file; use a path without such characters");
    }
    String safe = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
    return '"' + (inCommand ? safe.replace("$", "$$") : safe) + '"';
  }

  @Override
  public void checkRunning(Launch launch) throws CannotInstall {
    if (!Files.isDirectory(root.resolve("run/systemd/system"))) {
      throw new CannotInstall(
          "systemd does not run on this machine; have something else start this when the machine"
              + " does, a line of \"crontab -e\" for example: @reboot "
              + launch.words().stream().map(Systemd::forShell).collect(Collectors.joining(" ")));
    }
  }

  private static String forShell(String word) {
    return word.matches("[A-Za-z0-9_./:@+=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  @Override
  public ImmutableList<String> advice(Launch launch) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    lines.add(
        "What it says:             journalctl --user -u hesokuri -f",
        "Also while you are away:  loginctl enable-linger",
        "  Without that, it ends when you log out and starts when you log in.",
        "Settings such as HESOPORT are read from ~/.config/hesokuri/environment.");
    if (isPackaged(launch)) {
      launch.environment().keySet().stream()
          .filter(variable -> !variable.equals("JAVA_HOME"))
          .map(variable -> variable + " is set here, but only there it would see it.")
          .forEach(lines::add);
    }
    return lines.build();
  }
}
