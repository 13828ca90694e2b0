package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What people are told of a command, on a terminal of 80 columns. */
final class HelpTest {

  private static final int COLUMNS = 80;

  static List<CommandLine> commands() {
    List<CommandLine> all = new ArrayList<>();
    collect(Commands.commandLine(Map.of(), new Properties()), all);
    return all;
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(each -> collect(each, all));
  }

  @Test
  void isThereForEachCommand() {
    assertThat(commands())
        .extracting(each -> each.getCommandSpec().qualifiedName())
        .contains("hesokuri", "hesokuri doctor", "hesokuri service install");
  }

  @Test
  void beginsWithWhatPeopleBeginWith() {
    List<String> shown =
        commands().get(0).getCommandSpec().subcommands().entrySet().stream()
            .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .toList();
    assertThat(shown).startsWith("demo", "init", "check", "doctor").endsWith("help");
  }

  @Test
  void hasALineForEachCommand() {
    List<String> lines = commands().get(0).getUsageMessage(Ansi.OFF).lines().toList();
    List<String> listed =
        lines.subList(lines.indexOf("Commands:") + 1, lines.indexOf("Exit codes:") - 1);
    assertThat(listed).hasSizeGreaterThan(15).allMatch(line -> line.matches("  [a-z-]+ +.*\\."));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void breaksOffNoSentence(CommandLine command) {
    assumeThat(command.<Object>getCommand().getClass().getPackageName()).isNotEqualTo("picocli");
    // Each of these is wrapped by itself, and the first one is shown in the list of commands.
    assertThat(command.getCommandSpec().usageMessage().description())
        .allSatisfy(part -> assertThat(part).endsWith("."));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void fitsATerminal(CommandLine command) {
    assertThat(command.getUsageMessage(Ansi.OFF).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(COLUMNS));
    String[] footer = command.getCommandSpec().usageMessage().footer();
    assertThat(footer).allSatisfy(line -> assertThat(line).hasSizeLessThan(COLUMNS));
  }
}
