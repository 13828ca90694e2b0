package org.hesokuri.daemon;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.hesokuri.config.ConfigurationText;
import org.hesokuri.config.NormalForm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code hesokuri config}: a configuration file in its normal form. */
@Command(
    name = "config",
    description = {
      "Prints a configuration in its normal form.",
      "That is every source with all its keys, in order, the same for all files that mean the"
          + " same. Comments are not in it; no file is changed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:it is printed", "1:the file is not valid, and what is wrong is said"},
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

  private final Map<String, String> environment;
  private final Properties properties;
  private final Consumer<String> print;
  private final Consumer<List<String>> tellWrong;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file; without it, the one that the daemon reads.")
  private Optional<Path> file = Optional.empty();

  ConfigCommand(
      Map<String, String> environment,
      Properties properties,
      Consumer<String> print,
      Consumer<List<String>> tellWrong) {
    this.environment = environment;
    this.properties = properties;
    this.print = print;
    this.tellWrong = tellWrong;
  }

  @Override
  public Integer call() throws CannotStart {
    Path read = file.orElse(DaemonSettings.of(environment, properties).configurationFile());
    return ConfigurationText.readFile(read)
        .<ExitCode>fold(
            valid -> {
              print.accept(NormalForm.of(valid.file()));
              return ExitCode.STOPPED;
            },
            invalid -> {
              tellWrong.accept(
                  invalid.problems().stream().map(problem -> problem.in(read)).toList());
              return ExitCode.FAILED;
            })
        .number();
  }
}
