package org.hesokuri.daemon.service;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.reason.IoReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hesokuri service}: has systemd or launchd keep the daemon running. */
@Command(
    name = "service",
    description = {
      "Has systemd or launchd keep the daemon running.",
      "That is systemd on Linux, launchd on macOS. It starts the daemon when you log in, and again"
          + " when it failed."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
public final class ServiceCommand {

  private final Map<String, String> environment;
  private final Properties properties;
  private final Consumer<String> say;
  private final Path root;
  private final Commands commands;

  /**
   * The command.
   *
   * @param environment the environment variables
   * @param properties the system properties
   * @param say takes each line for the user
   */
  public ServiceCommand(
      Map<String, String> environment, Properties properties, Consumer<String> say) {
    this(environment, properties, say, Path.of("/"), Commands::asProcesses);
  }

  ServiceCommand(
      Map<String, String> environment,
      Properties properties,
      Consumer<String> say,
      Path root,
      Commands commands) {
    this.environment = Map.copyOf(environment);
    this.properties = properties;
    this.say = say;
    this.root = root;
    this.commands = commands;
  }

  /** Installs the service, or shows how. */
  @Command(
      name = "install",
      description = {
        "Writes a systemd unit or a launchd agent, and starts it.",
        "It is for this program with this Java. Never overwrites one that it did not write."
      },
      mixinStandardHelpOptions = true)
  void install(
      @Option(names = "--print", description = "Changes nothing, and shows what would be done.")
          boolean print)
      throws CannotInstall {
    Launch launch = Launch.ofThisProcess(environment, properties);
    Keeper keeper = keeper();
    ImmutableList<Step> steps = keeper.install(launch);
    if (print) {
      steps.stream().flatMap(Step::told).forEach(say);
      if (steps.stream().anyMatch(Step.Write.class::isInstance)) {
        say.accept("");
        keeper.text(launch).lines().forEach(say);
      }
    } else {
      keeper.checkRunning(launch);
      carryOut(steps);
      say.accept("");
      keeper.advice(launch).forEach(say);
    }
  }

  /** Removes the service, or shows how. */
  @Command(
      name = "uninstall",
      description =
          "Ends the daemon and removes what install wrote. Repositories and settings stay.",
      mixinStandardHelpOptions = true)
  void uninstall(
      @Option(names = "--print", description = "Changes nothing, and shows what would be done.")
          boolean print)
      throws CannotInstall {
    Launch launch = Launch.ofThisProcess(environment, properties);
    Keeper keeper = keeper();
    ImmutableList<Step> steps = keeper.uninstall(launch);
    if (steps.isEmpty()) {
      say.accept("No service of hesokuri's is installed for you.");
    } else if (print) {
      steps.stream().flatMap(Step::told).forEach(say);
    } else {
      keeper.checkRunning(launch);
      carryOut(steps);
    }
  }

  private void carryOut(List<Step> steps) throws CannotInstall {
    for (Step step : steps) {
      step.told().forEach(say);
      step.carryOut(commands);
    }
  }

  private Keeper keeper() throws CannotInstall {
    String system = properties.getProperty("os.name", "");
    Path home = home();
    if (system.equals("Linux")) {
      return Systemd.in(
          root,
          value("XDG_CONFIG_HOME")
              .filter(text -> text.startsWith("/"))
              .map(Path::of)
              .orElse(home.resolve(".config")));
    }
    if (system.startsWith("Mac")) {
      return new Launchd(home, value("PATH").orElse("/usr/bin:/bin"), user(home));
    }
    throw new CannotInstall(
        "there are services of systemd and launchd only, and this is "
            + Quoted.of(system)
            + "; have its own means start \"hesokuri run\"");
  }

  private Path home() throws CannotInstall {
    return value("HOME")
        .filter(text -> text.startsWith("/"))
        .map(Path::of)
        .orElseThrow(
            () -> new CannotInstall("$HOME is not set to an absolute path; set it, to your home"));
  }

  private Optional<String> value(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty());
  }

  private static int user(Path home) throws CannotInstall {
    try {
      return (Integer) Files.getAttribute(home, "unix:uid");
    } catch (IOException e) {
      throw new CannotInstall("cannot tell whose folder " + home + " is: " + IoReason.of(e), e);
    }
  }
}
