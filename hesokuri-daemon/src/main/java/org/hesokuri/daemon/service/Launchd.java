package org.hesokuri.daemon.service;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.Map;
import org.hesokuri.core.model.Quoted;

/**
 * The launchd of a user, on macOS.
 *
 * @param home the home folder
 * @param searchPath where the daemon finds git; launchd's own leaves out what is not Apple's
 * @param user the number of the user
 */
record Launchd(Path home, String searchPath, int user) implements Keeper {

  private static final String LABEL = "org.hesokuri.daemon";

  private ServiceFile agent() {
    return new ServiceFile(home.resolve("Library/LaunchAgents").resolve(LABEL + ".plist"));
  }

  private Path log() {
    return home.resolve("Library/Logs/hesokuri.log");
  }

  @Override
  public ImmutableList<Step> install(Launch launch) throws CannotInstall {
    agent().checkOurs();
    ImmutableList.Builder<Step> steps = ImmutableList.builder();
    if (agent().exists()) {
      steps.add(Step.Run.of("launchctl", "bootout", domain() + "/" + LABEL));
    }
    return steps
        .add(new Step.Write(agent(), text(launch)))
        .add(Step.Run.of("launchctl", "bootstrap", domain(), agent().path().toString()))
        .build();
  }

  @Override
  public ImmutableList<Step> uninstall(Launch launch) throws CannotInstall {
    agent().checkOurs();
    return agent().exists()
        ? ImmutableList.of(
            Step.Run.of("launchctl", "bootout", domain() + "/" + LABEL), new Step.Remove(agent()))
        : ImmutableList.of();
  }

  private String domain() {
    return "gui/" + user;
  }

  @Override
  public String text(Launch launch) throws CannotInstall {
    StringBuilder command = new StringBuilder();
    for (String each : launch.words()) {
      command.append("      <string>").append(xml(each)).append("</string>\n");
    }
    StringBuilder environment = new StringBuilder("    <key>EnvironmentVariables</key>\n");
    environment.append("    <dict>\n");
    Map<String, String> all =
        ImmutableSortedMap.<String, String>naturalOrder()
            .putAll(launch.environment())
            .put("PATH", searchPath)
            .buildOrThrow();
    for (Map.Entry<String, String> each : all.entrySet()) {
      environment.append("      <key>").append(each.getKey()).append("</key>\n");
      environment.append("      <string>").append(xml(each.getValue())).append("</string>\n");
    }
    environment.append("    </dict>\n");
    String log =
        "    <key>StandardErrorPath</key>\n    <string>" + xml(log().toString()) + "</string>\n";
    return Template.filled(
        "hesokuri.plist",
        ImmutableMap.of(
            "command", command.toString(), "environment", environment.toString(), "log", log));
  }

  private static String xml(String text) throws CannotInstall {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new CannotInstall(
          Quoted.of(text) + " cannot stand in a plist; use a path without such characters");
    }
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void checkRunning(Launch launch) {
    // A macOS without launchd does not start.
  }

  @Override
  public ImmutableList<String> advice(Launch launch) {
    return ImmutableList.of(
        "What it says:  tail -f " + log(), "It starts when you log in and ends when you log out.");
  }
}
