package org.hesokuri.web.page;

import com.google.common.collect.ImmutableMap;
import java.util.Optional;

/**
 * What the address of a page asks for after its question mark.
 *
 * @param values the first value of each name
 */
public record Asked(ImmutableMap<String, String> values) {

  /** Nothing in particular. */
  public static final Asked NOTHING = new Asked(ImmutableMap.of());

  /** The value, without blanks at its ends; empty if there is none. */
  String value(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).orElse("");
  }
}
