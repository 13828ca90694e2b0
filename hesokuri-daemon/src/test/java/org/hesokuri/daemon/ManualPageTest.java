package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.hesokuri.daemon.manual.ManualPage;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page beside the real command line. */
final class ManualPageTest {

  private static final CommandSpec PROGRAM =
      Commands.commandLine(Map.of(), new Properties()).getCommandSpec();
  private static final String PAGE = ManualPage.of(PROGRAM, "Hesokuri 1");

  private static Set<String> shownBelow(CommandSpec parent) {
    Set<String> names = new LinkedHashSet<>();
    for (CommandLine each : parent.subcommands().values()) {
      CommandSpec command = each.getCommandSpec();
      if (!command.usageMessage().hidden()) {
        names.add(command.qualifiedName());
        names.addAll(shownBelow(command));
      }
    }
    return names;
  }

  private static String sectionOf(String command) {
    String heading = ".SS \"" + command.replace("-", "\\-");
    int start = PAGE.indexOf(heading + " ");
    start = start >= 0 ? start : PAGE.indexOf(heading + "\"");
    assertThat(start).as(command).isNotNegative();
    int end = PAGE.indexOf("\n.S", start);
    return PAGE.substring(start, end);
  }

  @Test
  void describesEveryCommandAndNoOther() {
    Set<String> expected = shownBelow(PROGRAM);
    assertThat(expected).contains("hesokuri doctor", "hesokuri service install");
    assertThat(PAGE.lines().filter(line -> line.startsWith(".SS ")).count())
        .isEqualTo(expected.size());
    expected.forEach(command -> assertThat(sectionOf(command)).contains("\n"));
  }

  @Test
  void describesEveryOptionWhereItBelongs() {
    check(PROGRAM);
  }

  private static void check(CommandSpec parent) {
    for (CommandLine each : parent.subcommands().values()) {
      CommandSpec command = each.getCommandSpec();
      if (command.usageMessage().hidden()) {
        continue;
      }
      String section = sectionOf(command.qualifiedName());
      for (OptionSpec option : command.options()) {
        if (!option.hidden() && !option.usageHelp() && !option.versionHelp()) {
          assertThat(section).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
        }
      }
      check(command);
    }
  }

  @Test
  void tellsExitCodesAndEnvironment() {
    assertThat(PAGE)
        .startsWith(".TH \"HESOKURI\" \"1\" \"\" \"Hesokuri 1\"")
        .contains(".SH \"EXIT STATUS\"", ".SH \"ENVIRONMENT\"", "HESOCFG", "\\fB3\\fR\n");
  }

  /** Otherwise a line of text would be taken for a macro, and vanish. */
  @Test
  void hasOnlyMacrosThatItMeans() {
    Set<String> macros =
        PAGE.lines()
            .filter(line -> line.startsWith(".") || line.startsWith("'"))
            .map(line -> line.split(" ")[0])
            .collect(Collectors.toSet());
    assertThat(macros).isSubsetOf(".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi");
  }

  @Test
  void leavesNoPlaceholderOfTheCommandLines() {
    assertThat(PAGE).doesNotContain("%n", "${", "@|");
  }
}
