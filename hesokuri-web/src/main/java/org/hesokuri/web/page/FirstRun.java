package org.hesokuri.web.page;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.status.SyncStatus;

/**
 * What a newcomer is told.
 *
 * @param origin the file to write
 * @param machine the name by which this machine may be called
 * @param known whether that is what the machine calls itself, or just an example
 * @param problems what is wrong with the file now
 */
record FirstRun(String origin, String machine, boolean known, ImmutableList<String> problems) {

  private static final String EXAMPLE = "laptop";

  static FirstRun of(SyncStatus.ConfigurationStatus configuration, Optional<String> machine) {
    return new FirstRun(
        Quoted.line(configuration.origin()),
        machine.map(Quoted::plain).orElse(EXAMPLE),
        machine.isPresent(),
        configuration.problems().stream()
            .map(Words::sentence)
            .collect(ImmutableList.toImmutableList()));
  }

  /** What to write, for one repository on this machine and another one. */
  String example() {
    String other = machine.equals("nas") ? "desk" : "nas";
    int width = Math.max(machine.length(), other.length()) + 2;
    return "[{:host-to-path {"
        + padded(machine, width)
        + " \"~/code/project\"\n                 "
        + padded(other, width)
        + " \"~/code/project\"}\n  :live-edit-branches {:only #{\"main\"}}}]";
  }

  private static String padded(String name, int width) {
    String quoted = '"' + name + '"';
    return quoted + " ".repeat(width - quoted.length());
  }
}
