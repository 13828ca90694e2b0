package org.hesokuri.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the report.
 *
 * @param scenario the benchmark that it is of
 * @param what what was measured
 * @param unit the unit of the samples
 * @param ours what was measured of Hesokuri
 * @param reference what it is compared with, measured in the same run
 * @param atMost how large the ratio, or without a reference the median, may be
 */
record Figure(
    String scenario,
    String what,
    String unit,
    Samples ours,
    Optional<Reference> reference,
    Optional<Double> atMost) {

  /** Something beside which a figure of ours is seen. */
  record Reference(String name, Samples samples) {}

  static Figure alone(String scenario, String what, String unit, Samples ours) {
    return new Figure(scenario, what, unit, ours, Optional.empty(), Optional.empty());
  }

  static Figure beside(
      String scenario, String what, String unit, Samples ours, String name, Samples samples) {
    return new Figure(
        scenario, what, unit, ours, Optional.of(new Reference(name, samples)), Optional.empty());
  }

  Figure toReach(double limit) {
    return new Figure(scenario, what, unit, ours, reference, Optional.of(limit));
  }

  /** Ours divided by the reference, by their medians; empty without a reference. */
  Optional<Double> ratio() {
    return reference.map(other -> ours.median() / other.samples.median());
  }

  /** Whether it is as small as it is to be; empty if nothing is to be reached. */
  Optional<Boolean> isReached() {
    return atMost.map(limit -> ratio().orElse(ours.median()) <= limit);
  }

  String line() {
    String spread =
        ours.count() == 1
            ? ""
            : String.format(
                Locale.ROOT,
                " (%s to %s, of %d)",
                n(ours.lowest()),
                n(ours.highest()),
                ours.count());
    String beside =
        reference
            .map(
                other ->
                    String.format(
                        Locale.ROOT,
                        "; %s: %s %s; ratio %.2f",
                        other.name,
                        n(other.samples.median()),
                        unit,
                        ratio().orElseThrow()))
            .orElse("");
    String verdict =
        isReached()
            .map(
                reached ->
                    String.format(
                        Locale.ROOT,
                        ", to reach %.2f: %s",
                        atMost.orElseThrow(),
                        reached ? "reached" : "NOT REACHED"))
            .orElse("");
    return String.format(
        Locale.ROOT, "%-62s %9s %s%s%s%s", what, n(ours.median()), unit, spread, beside, verdict);
  }

  private static String n(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f", value);
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"scenario\":\"%s\",\"what\":\"%s\",\"unit\":\"%s\",%s%s%s%s}",
        scenario,
        what,
        unit,
        json("ours", ours),
        reference
            .map(r -> ",\"besides\":\"" + r.name + "\"," + json("reference", r.samples))
            .orElse(""),
        ratio().map(r -> String.format(Locale.ROOT, ",\"ratio\":%.4f", r)).orElse(""),
        atMost.map(a -> String.format(Locale.ROOT, ",\"atMost\":%.4f", a)).orElse(""));
  }

  private static String json(String name, Samples samples) {
    return String.format(
        Locale.ROOT,
        "\"%s\":{\"median\":%.4f,\"lowest\":%.4f,\"highest\":%.4f,\"count\":%d}",
        name,
        samples.median(),
        samples.lowest(),
        samples.highest(),
        samples.count());
  }
}
