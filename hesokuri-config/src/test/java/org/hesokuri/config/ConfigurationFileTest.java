package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.junit.jupiter.api.Test;

class ConfigurationFileTest {

  private static final PeerId A = new PeerId("a");
  private static final PeerId B = new PeerId("b");
  private static final Path HOME = Path.of("/home/u");

  private static Configuration configuration(String text, PeerId self, Path home) {
    return Readings.file(text)
        .forPeer(self, home)
        .fold(
            resolved -> resolved.configuration(),
            conflicting -> {
              throw new AssertionError(conflicting.problems().toString());
            });
  }

  private static List<String> conflicts(String text, PeerId self, Path home) {
    return Readings.file(text)
        .forPeer(self, home)
        .fold(
            resolved -> List.of(),
            conflicting -> conflicting.problems().stream().map(Problem::toString).toList());
  }

  @Test
  void makesOnlyThisMachinesHomePathsAbsolute() {
    Configuration configuration =
        configuration("[{\"a\" \"~/x\" \"b\" \"~/x\"} {\"b\" \"~/y\"} {\"a\" \"/z\"}]", A, HOME);

    assertThat(configuration.self()).isEqualTo(A);
    assertThat(configuration.sources()).hasSize(3);
    assertThat(configuration.sourcesHere().keySet())
        .containsExactly(new RepoPath("/home/u/x"), new RepoPath("/z"));
    assertThat(configuration.sources().get(0).pathOn(B)).contains(new RepoPath("~/x"));
    assertThat(configuration.sources().get(1).pathOn(B)).contains(new RepoPath("~/y"));
  }

  @Test
  void tellsAllFoldersThatAreSharedOnlyWithThisHomeFolder() {
    String text =
        "[{\"a\" \"/home/u/x\"}\n {\"a\" \"~/x\"}\n {\"a\" \"~/y/z\"}\n {\"a\" \"/home/u/y\"}]";

    assertThat(conflicts(text, A, HOME))
        .containsExactly(
            "line 2, column 7: on \"a\", the path \"/home/u/x\" is the same folder as \"/home/u/x\""
                + " of another source at line 1, column 7; give each source a folder of its own",
            "line 4, column 7: on \"a\", the path \"/home/u/y\" contains \"/home/u/y/z\" of another"
                + " source at line 3, column 7; give each source a folder of its own");
    assertThat(conflicts(text, A, Path.of("/home/v"))).isEmpty();
    assertThat(conflicts(text, B, HOME)).isEmpty();
  }

  @Test
  void toleratesAnUntidyHomeFolder() {
    assertThat(configuration("[{\"a\" \"~/x\"}]", A, Path.of("/home//v/../u/")).sourcesHere())
        .containsOnlyKeys(new RepoPath("/home/u/x"));
    assertThat(configuration("[{\"a\" \"~/x\"}]", A, Path.of("/")).sourcesHere())
        .containsOnlyKeys(new RepoPath("/x"));
  }

  @Test
  void tellsAHomeFolderThatCannotBePartOfAPath() {
    assertThat(conflicts("[{\"a\" \"~/x\"}]", A, Path.of("home")))
        .containsExactly(
            "line 1, column 7: with this machine's home folder, the path \"home/x\" is not"
                + " absolute; start it with / or ~/");
    assertThat(conflicts("[{\"a\" \"/x\"}]", A, Path.of("home"))).isEmpty();
  }

  @Test
  void namesTheIdentitiesOfAllSources() {
    assertThat(Readings.file("[{\"b\" \"/x\"} {\"a\" \"/x\" \"b\" \"/y\"}]").identities().peers())
        .containsExactly(A, B);
  }

  @Test
  void refusesAnIdentityThatIsNotSpelledAsInTheFile() {
    ConfigurationFile file = Readings.file("[{\"a\" \"/x\"}]");

    assertThatThrownBy(() -> file.forPeer(new PeerId("A"), HOME))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
