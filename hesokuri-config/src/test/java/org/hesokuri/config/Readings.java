package org.hesokuri.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hesokuri.core.model.Source;

/** Shorthand for what tests ask of readings. */
final class Readings {

  private Readings() {}

  static Reading read(String text) {
    return ConfigurationText.read(text.getBytes(StandardCharsets.UTF_8));
  }

  static ConfigurationFile file(String text) {
    return valid(read(text)).file();
  }

  static List<Source> sources(String text) {
    return file(text).sources();
  }

  static List<String> warnings(String text) {
    return valid(read(text)).warnings().stream().map(Problem::toString).toList();
  }

  static List<String> problems(String text) {
    return problems(read(text));
  }

  static List<String> problems(Reading reading) {
    return reading.fold(
        valid -> List.of(), invalid -> invalid.problems().stream().map(Problem::toString).toList());
  }

  private static Reading.Valid valid(Reading reading) {
    return reading.fold(
        valid -> valid,
        invalid -> {
          throw new AssertionError("expected a valid reading, but " + invalid.problems());
        });
  }
}
