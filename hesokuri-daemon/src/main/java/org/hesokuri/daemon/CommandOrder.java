package org.hesokuri.daemon;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** In which order people read of the commands: to begin with first, what is seldom typed last. */
final class CommandOrder {

  private static final ImmutableList<String> NAMES =
      ImmutableList.of(
          "demo",
          "init",
          "check",
          "doctor",
          "run",
          "service",
          "status",
          "push",
          "log",
          "diverged",
          "kept",
          "restore",
          "add",
          "unwanted",
          "config",
          "password",
          "generate-completion",
          "help");

  /** The library's own commands in our words. */
  private static final ImmutableListMultimap<String, String> DESCRIPTIONS =
      ImmutableListMultimap.of(
          "generate-completion",
          "Prints a script that completes commands in bash and zsh.",
          "generate-completion",
          "To have it in the shell in which you are: source <(hesokuri generate-completion)",
          "help",
          "Explains a command, or lists them all.");

  private CommandOrder() {}

  /** Puts the commands of the program in order; one that is not named here comes first. */
  static CommandLine of(CommandLine program) {
    CommandSpec spec = program.getCommandSpec();
    for (String name : NAMES) {
      CommandLine command = spec.removeSubcommand(name);
      if (DESCRIPTIONS.containsKey(name)) {
        String[] description = DESCRIPTIONS.get(name).toArray(String[]::new);
        command.getCommandSpec().usageMessage().header(new String[0]).description(description);
      }
      spec.addSubcommand(name, command);
    }
    return program;
  }
}
