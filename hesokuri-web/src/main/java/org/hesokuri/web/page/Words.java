package org.hesokuri.web.page;

import org.hesokuri.core.model.Quoted;

/** How things are said on the page. */
final class Words {

  private static final String ENDS = ".?!";

  private Words() {}

  /** The text as a harmless sentence with an end. */
  static String sentence(String text) {
    String harmless = Quoted.line(text.strip());
    boolean ended =
        !harmless.isEmpty() && ENDS.indexOf(harmless.charAt(harmless.length() - 1)) >= 0;
    return ended ? harmless : harmless + ".";
  }

  /** The number with the words that go with one or with many. */
  static String counted(long number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /** The text, cut where it is longer than given. */
  static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)).strip() + "…";
  }
}
