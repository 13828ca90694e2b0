package org.hesokuri.config;

import java.util.Optional;
import java.util.function.Function;

/** A value that must be of a certain kind, and the sentence for one that is not. */
final class Expectation {

  private Expectation() {}

  /** Tells that another kind of value was expected, unless the value has been told already. */
  static void tell(Problems problems, String expected, Form found) {
    if (!(found instanceof Form.Told)) {
      problems.add(found.at(), () -> "expected " + expected + ", found " + found.described());
    }
  }

  /**
   * Reads a string by the rules of a type of the model.
   *
   * @param expected what stands here, for the sentence if it is no string
   * @param type makes the value, or throws an {@link IllegalArgumentException} with a sentence for
   *     the user
   * @return the value; empty if it is wrong, which is told
   */
  static <T> Optional<T> text(
      Problems problems, String expected, Form form, Function<String, T> type) {
    if (!(form instanceof Form.Text string)) {
      tell(problems, expected, form);
      return Optional.empty();
    }
    try {
      return Optional.of(type.apply(string.text()));
    } catch (IllegalArgumentException e) {
      problems.add(form.at(), e::getMessage);
      return Optional.empty();
    }
  }
}
