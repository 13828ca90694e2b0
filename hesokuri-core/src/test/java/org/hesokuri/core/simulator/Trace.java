package org.hesokuri.core.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in one schedule, for people; written only when somebody will read it. */
final class Trace {

  private final boolean wanted;
  private final List<String> lines = new ArrayList<>();

  Trace(boolean wanted) {
    this.wanted = wanted;
  }

  void say(VirtualTime time, Supplier<String> line) {
    if (wanted) {
      lines.add(String.format("%10.3f s  %s", time.nanos() / 1e9, line.get()));
    }
  }

  List<String> lines() {
    return lines;
  }
}
