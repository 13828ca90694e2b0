package org.hesokuri.daemon;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hesokuri.config.ConfigurationFile;
import org.hesokuri.config.ConfigurationText;
import org.hesokuri.config.Identification;
import org.hesokuri.config.MachineNames;
import org.hesokuri.config.Problem;
import org.hesokuri.config.Reading;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.daemon.json.JsonText;

/**
 * What {@code hesokuri check} says of a configuration file.
 *
 * @param configuration what it means for the daemon of this machine; empty if it would not take it
 * @param lines for people: what it says, or everything that is wrong with it
 */
record FileReport(Optional<Configuration> configuration, ImmutableList<String> lines) {

  /** Whether the daemon of this machine would take it. */
  boolean valid() {
    return configuration.isPresent();
  }

  /** For programs. */
  String json() {
    return JsonText.object(
        json -> {
          json.writeBooleanField("valid", valid());
          JsonText.texts(json, "lines", lines);
        });
  }

  /** Reads the file as the daemon of this machine would. */
  static FileReport on(Path file, MachineNames machine, Path home) {
    return of(file, ConfigurationText.readFile(file), machine, home);
  }

  /** What the daemon of this machine would make of a file that says this. */
  static FileReport of(Path file, Reading reading, MachineNames machine, Path home) {
    return reading.fold(
        valid -> identified(file, valid, machine, home),
        invalid -> wrong(file, invalid.problems()));
  }

  /**
   * What the daemon of this machine would work with.
   *
   * @throws CannotStart with everything that is wrong with the file, if it would not take it
   */
  static Configuration configuration(DaemonSettings settings) throws CannotStart {
    FileReport report =
        on(settings.configurationFile(), new MachineNames(settings.environment()), settings.home());
    if (report.configuration().isEmpty()) {
      throw CannotStart.because(report.lines(), new IllegalStateException("no configuration"));
    }
    return report.configuration().get();
  }

  private static FileReport identified(
      Path file, Reading.Valid reading, MachineNames machine, Path home) {
    Identification identification = machine.among(reading.file().identities());
    return identification.fold(
        known -> resolved(file, reading, known.self(), home),
        unknown ->
            new FileReport(Optional.empty(), ImmutableList.of(file + ": " + unknown.message())));
  }

  private static FileReport resolved(Path file, Reading.Valid reading, PeerId self, Path home) {
    ConfigurationFile content = reading.file();
    return content
        .forPeer(self, home)
        .fold(
            resolved -> right(file, resolved.configuration(), reading.warnings()),
            conflicting -> wrong(file, conflicting.problems()));
  }

  private static FileReport wrong(Path file, List<Problem> problems) {
    return new FileReport(
        Optional.empty(),
        problems.stream()
            .map(problem -> problem.in(file))
            .collect(ImmutableList.toImmutableList()));
  }

  private static FileReport right(Path file, Configuration configuration, List<Problem> warnings) {
    ImmutableList.Builder<String> lines = ImmutableList.builder();
    warnings.forEach(warning -> lines.add(file + ": warning: " + warning));
    lines.add(
        file
            + " is valid. This machine is "
            + configuration.self()
            + "; "
            + configuration.sourcesHere().size()
            + " of "
            + configuration.sources().size()
            + " sources are here:");
    configuration
        .sourcesHere()
        .forEach((path, source) -> lines.add("  " + sentence(path, source, configuration.self())));
    return new FileReport(Optional.of(configuration), lines.build());
  }

  private static String sentence(RepoPath path, Source source, PeerId self) {
    List<PeerId> peers = source.peersBesides(self).asList();
    String with =
        peers.isEmpty()
            ? "on no other machine"
            : "with " + peers.stream().map(PeerId::name).collect(Collectors.joining(", "));
    int unwanted = source.unwanted().branches().size();
    return path
        + " "
        + with
        + "; live-edit: "
        + liveEdit(source.liveEdit())
        + (unwanted == 0 ? "" : "; unwanted branches: " + unwanted)
        + "; displaced tips are kept for "
        + source.keepFor().toDays()
        + " days";
  }

  private static String liveEdit(LiveEditRule rule) {
    return rule.fold(
        only -> only.names().isEmpty() ? "none" : String.join(", ", only.names()),
        except ->
            except.names().isEmpty() ? "all" : "all but " + String.join(", ", except.names()));
  }
}
