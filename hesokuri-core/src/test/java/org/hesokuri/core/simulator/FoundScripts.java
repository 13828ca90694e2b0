package org.hesokuri.core.simulator;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The scripts that once broke a promise, as they are kept among the resources of the tests. */
final class FoundScripts {

  /** Where they are, below the folder of resources. */
  static final String FOLDER = "org/hesokuri/core/simulator/found";

  private FoundScripts() {}

  /** All files, by name. */
  static List<Path> all() throws IOException, URISyntaxException {
    URL folder =
        Objects.requireNonNull(
            FoundScripts.class.getClassLoader().getResource(FOLDER), "no scripts are found");
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    }
  }

  static Script read(Path file) throws IOException {
    return Script.parse(Files.readString(file));
  }
}
