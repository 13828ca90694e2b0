package org.hesokuri.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Takes figures and shows each at once. */
final class Report {

  private final PrintStream out;
  private final List<Figure> figures = new ArrayList<>();

  Report(PrintStream out) {
    this.out = out;
  }

  void add(Figure figure) {
    figures.add(figure);
    out.println("  " + figure.line());
  }

  void say(String line) {
    out.println(line);
  }

  List<Figure> figures() {
    return List.copyOf(figures);
  }

  /** All figures as one JSON array; names are ours and need no quoting. */
  String json() {
    return figures.stream().map(Figure::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }
}
