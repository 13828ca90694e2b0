package org.hesokuri.daemon;

import java.util.List;
import java.util.stream.Collectors;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.json.JsonText;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How a command says that it cannot do what it is asked for: what, why and what next. */
final class Complaint implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private static final String JSON = "--json";

  /** What ended a command; programs that asked for JSON get it as JSON, too. */
  @Override
  public int handleExecutionException(Exception problem, CommandLine command, ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (last.hasMatchedOption(JSON)) {
      String error = Quoted.line(String.valueOf(problem.getMessage()));
      command.getOut().println(JsonText.object(json -> json.writeStringField("error", error)));
    }
    return Main.tell(problem, command.getErr()::println);
  }

  /** A command line that is none. */
  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    boolean isRoot = command.getParent() == null;
    String help = isRoot ? name + " help" : name.replaceFirst(" ", " help ");
    String what = what(wrong);
    command.getErr().println(name + ": " + what + (what.endsWith("?") ? " See " : "; see ") + help);
    return ExitCode.USAGE.number();
  }

  private static String what(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String first = Quoted.of(unmatched.getUnmatched().get(0));
      if (unmatched.isUnknownOption()) {
        return "there is no option " + first;
      }
      if (wrong.getCommandLine().getSubcommands().isEmpty()) {
        return first + " is more than it takes";
      }
      List<String> similar = unmatched.getSuggestions();
      return "there is no command "
          + first
          + (similar.isEmpty() ? "" : "; did you mean " + String.join(" or ", similar) + "?");
    }
    if (wrong instanceof MissingParameterException missing) {
      return missing.getMissing().stream().map(Complaint::lack).collect(Collectors.joining(", "));
    }
    if (wrong.getArgSpec() != null && wrong.getValue() != null) {
      return label(wrong.getArgSpec()) + " cannot be " + Quoted.of(wrong.getValue());
    }
    if (wrong.getValue() != null) {
      // "help" was asked about a command that is none, and says so of no argument.
      return what(
          new UnmatchedArgumentException(wrong.getCommandLine(), List.of(wrong.getValue())));
    }
    return Quoted.line(String.valueOf(wrong.getMessage())).replaceFirst("\\.$", "");
  }

  private static String lack(ArgSpec missing) {
    return missing instanceof OptionSpec option
        ? option.longestName() + " lacks its " + option.paramLabel()
        : missing.paramLabel() + " is missing";
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
