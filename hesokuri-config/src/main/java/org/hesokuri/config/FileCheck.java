package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hesokuri.core.model.Source;

/** Turns the value of a file into its sources, telling everything that is wrong on the way. */
final class FileCheck {

  private static final String RIGHT_FILE = "a vector of sources [...] or a map {:sources [...]}";
  private static final String KNOWN_KEYS = ":sources, :keep-days and :comment";

  private final Problems problems;
  private final Problems warnings;

  FileCheck(Problems problems, Problems warnings) {
    this.problems = problems;
    this.warnings = warnings;
  }

  /** What the file says; of use only if no problem was told. */
  ConfigurationFile check(Form file) {
    List<PlacedPath> allPaths = new ArrayList<>();
    ImmutableList<PlacedSource> sources = sources(file, allPaths);
    CrossCheck.tellDifferingCase(allPaths, problems);
    CrossCheck.tellSharedFolders(allPaths, problems);
    return new ConfigurationFile(sources);
  }

  private ImmutableList<PlacedSource> sources(Form file, List<PlacedPath> allPaths) {
    if (file instanceof Form.Vector vector) {
      return sourcesIn(vector, Source.DEFAULT_KEEP, allPaths);
    }
    if (!(file instanceof Form.Entries map)) {
      Expectation.tell(problems, RIGHT_FILE, file);
      return ImmutableList.of();
    }
    Optional<Form> sources = Optional.empty();
    Duration keepFor = Source.DEFAULT_KEEP;
    for (Form.Entry entry : map.entries()) {
      switch (nameOf(entry.key())) {
        case ":sources" -> sources = Optional.of(entry.value());
        case ":keep-days" -> keepFor = Days.read(entry.value(), problems).orElse(keepFor);
        case ":comment", "" -> {}
        default -> tellUnknown(entry.key());
      }
    }
    if (sources.isEmpty()) {
      problems.add(map.at(), () -> "this map has no :sources; expected " + RIGHT_FILE);
      return ImmutableList.of();
    }
    if (sources.get() instanceof Form.Vector vector) {
      return sourcesIn(vector, keepFor, allPaths);
    }
    Expectation.tell(problems, "a vector of sources [...] as :sources", sources.get());
    return ImmutableList.of();
  }

  private ImmutableList<PlacedSource> sourcesIn(
      Form.Vector vector, Duration keepFor, List<PlacedPath> allPaths) {
    SourceCheck check = new SourceCheck(problems, warnings, allPaths, keepFor);
    ImmutableList.Builder<PlacedSource> sources = ImmutableList.builder();
    vector.items().forEach(item -> check.read(item).ifPresent(sources::add));
    return sources.build();
  }

  /** The name of a keyword; empty if it is none, which is told. */
  private String nameOf(Form key) {
    if (key instanceof Form.Key keyword) {
      return keyword.name();
    }
    Expectation.tell(problems, RIGHT_FILE + ", whose keys are " + KNOWN_KEYS, key);
    return "";
  }

  private void tellUnknown(Form key) {
    if (SourceCheck.isSourceKey(key)) {
      problems.add(
          key.at(),
          () -> key.described() + " belongs to a source; put each source into [...] like this");
      return;
    }
    warnings.add(
        key.at(),
        () -> key.described() + " is not known here and ignored; known are " + KNOWN_KEYS);
  }
}
