package org.hesokuri.daemon.manual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The page that {@code man hesokuri} shows, in the language of man pages (man(7), roff). All of it
 * comes from the command line's own model, so that a new command or option is in it from the start.
 */
public final class ManualPage {

  private final StringBuilder page = new StringBuilder();

  private ManualPage() {}

  /**
   * The page.
   *
   * @param program the command line, with all of its commands
   * @param version as it stands at the foot of the page
   */
  public static String of(CommandSpec program, String version) {
    ManualPage manual = new ManualPage();
    manual.write(program, version);
    return manual.page.toString();
  }

  private void write(CommandSpec program, String version) {
    // Without a date: the same source always makes the same page.
    macro("TH", program.name().toUpperCase(Locale.ROOT), "1", "", version, "User Commands");
    List<String> about = description(program);
    macro("SH", "NAME");
    String first = about.get(0);
    text(
        program.name()
            + " - "
            + first.substring(0, 1).toLowerCase(Locale.ROOT)
            + first.substring(1).replaceAll("\\.$", ""));
    macro("SH", "SYNOPSIS");
    text(synopsis(program));
    macro("SH", "DESCRIPTION");
    paragraph(about);
    text("Without a command, the daemon runs in the foreground.");
    arguments(program, true);
    macro("SH", "COMMANDS");
    commandsOf(program);
    exitCodes(program, "SH", "EXIT STATUS");
    footer(program);
    macro("SH", "SEE ALSO");
    line("\\fBgit\\fR(1), \\fBssh_config\\fR(5), \\fBsystemd.service\\fR(5)");
  }

  private void commandsOf(CommandSpec parent) {
    for (CommandSpec command : subcommands(parent).values()) {
      macro("SS", synopsis(command));
      paragraph(description(command));
      arguments(command, false);
      exitCodes(command, "PP", "Exit status:");
      commandsOf(command);
    }
  }

  /** The commands that people are shown, by name. */
  static Map<String, CommandSpec> subcommands(CommandSpec parent) {
    Map<String, CommandSpec> shown = new LinkedHashMap<>();
    for (CommandLine each : parent.subcommands().values()) {
      CommandSpec command = each.getCommandSpec();
      if (!command.usageMessage().hidden()) {
        shown.putIfAbsent(command.name(), command);
      }
    }
    return shown;
  }

  private static String synopsis(CommandSpec command) {
    String line = new Help(command, Help.defaultColorScheme(Ansi.OFF)).synopsis(0);
    return line.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  private static List<String> description(CommandSpec command) {
    return plain(command.usageMessage().description());
  }

  /** Without picocli's placeholders and colours. */
  private static List<String> plain(String... lines) {
    return Stream.of(lines)
        .map(line -> Ansi.OFF.string(String.format(Locale.ROOT, line)))
        .flatMap(String::lines)
        .toList();
  }

  private void arguments(CommandSpec command, boolean withHelp) {
    for (PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        argument("\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter.description());
      }
    }
    for (OptionSpec option : command.options()) {
      // What every command has is said once.
      boolean usual = option.usageHelp() || option.versionHelp();
      if (!option.hidden() && (withHelp || !usual)) {
        argument(names(option), option.description());
      }
    }
  }

  private static String names(OptionSpec option) {
    String names =
        Stream.of(option.names())
            .map(name -> "\\fB" + escaped(name) + "\\fR")
            .collect(Collectors.joining(", "));
    return option.arity().max() == 0
        ? names
        : names + " \\fI" + escaped(option.paramLabel()) + "\\fR";
  }

  private void argument(String term, String... description) {
    macro("TP");
    line(term);
    paragraph(plain(description));
  }

  private void exitCodes(CommandSpec command, String macro, String title) {
    Map<String, String> codes = command.usageMessage().exitCodeList();
    if (codes.isEmpty()) {
      return;
    }
    if (macro.equals("PP")) {
      macro("PP");
      text(title);
    } else {
      macro(macro, title);
    }
    codes.forEach((code, meaning) -> argument("\\fB" + escaped(code) + "\\fR", meaning));
  }

  /** A heading and lines that keep their own breaks. */
  private void footer(CommandSpec command) {
    List<String> lines = plain(command.usageMessage().footer());
    if (lines.isEmpty()) {
      return;
    }
    String heading = String.join("", plain(command.usageMessage().footerHeading()));
    macro("SH", heading.replace(":", "").strip().toUpperCase(Locale.ROOT));
    macro("nf");
    lines.forEach(this::text);
    macro("fi");
  }

  private void paragraph(List<String> lines) {
    text(String.join(" ", lines));
  }

  private void macro(String name, String... arguments) {
    page.append('.').append(name);
    for (String each : arguments) {
      page.append(" \"").append(escaped(each).replace("\"", "\\(dq")).append('"');
    }
    page.append('\n');
  }

  private void text(String line) {
    line(escaped(line));
  }

  private void line(String roff) {
    // A dot or an apostrophe at the start would be a macro.
    boolean likeMacro = roff.startsWith(".") || roff.startsWith("'");
    page.append(likeMacro ? "\\&" : "").append(roff).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti");
  }
}
