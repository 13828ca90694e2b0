package org.hesokuri.daemon.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of parts (CycloneDX) that goes with the jar names all that is inside the jar. */
final class PartsEndToEndTest {

  private static final Path JAR =
      Path.of(System.getProperty("hesokuri.jar", "target/hesokuri.jar"));
  private static final Pattern PART =
      Pattern.compile("\"purl\" : \"pkg:maven/([^/\"]+)/([^@\"]+)@([^?\"]+)\\?type=jar\"");

  /** The names of the jars that the list names, with their versions. */
  private static Set<String> listed() throws IOException {
    return PART.matcher(list())
        .results()
        .map(part -> part.group(2) + "-" + part.group(3) + ".jar")
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String list() throws IOException {
    Path list = JAR.resolveSibling("hesokuri.cdx.json");
    assertThat(list).as("made where Maven is not told to be offline").exists();
    return Files.readString(list);
  }

  private static Set<String> classes(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.endsWith("module-info.class"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** What these tests run with: all libraries of the program, and those of the tests. */
  private static List<Path> jarsHere() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .map(Path::of)
        .toList();
  }

  @Test
  void namesTheJarThatEachClassComesFrom() throws IOException {
    Set<String> listed = listed();
    Set<String> ofNobody = classes(JAR);
    assertThat(ofNobody).hasSizeGreaterThan(5000);
    ofNobody.removeIf(name -> name.startsWith("org/hesokuri/"));
    for (Path jar : jarsHere()) {
      if (listed.contains(String.valueOf(jar.getFileName()))) {
        ofNobody.removeAll(classes(jar));
      }
    }
    assertThat(ofNobody).isEmpty();
  }

  @Test
  void namesNothingThatIsNotInside() throws IOException {
    Set<String> inside = classes(JAR);
    Set<String> named = listed();
    int compared = 0;
    for (Path jar : jarsHere()) {
      if (named.contains(String.valueOf(jar.getFileName()))) {
        compared++;
        assertThat(inside).as(jar.toString()).containsAll(classes(jar));
      }
    }
    assertThat(compared).isGreaterThan(40);
  }

  @Test
  void knowsVersionAndLicenceOfEachPart() throws IOException {
    String list = list();
    assertThat(list).contains("\"bomFormat\" : \"CycloneDX\"");
    assertThat(listed())
        .hasSizeGreaterThan(40)
        .anyMatch(part -> part.matches("org\\.eclipse\\.jgit-\\d.*\\.jar"))
        .anyMatch(part -> part.matches("org\\.eclipse\\.jgit\\.ssh\\.apache-\\d.*\\.jar"))
        .anyMatch(part -> part.matches("sshd-osgi-\\d.*\\.jar"))
        .anyMatch(part -> part.matches("javalin-\\d.*\\.jar"))
        .anyMatch(part -> part.matches("picocli-\\d.*\\.jar"))
        .anyMatch(part -> part.matches("hesokuri-core-\\d.*\\.jar"));
    String components = list.substring(list.indexOf("\"components\" :"));
    assertThat(components.split("\"licenses\" :", -1))
        .hasSameSizeAs(components.split("\"purl\" :", -1));
  }
}
