package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.daemon.file.Replacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {

  private static final RepoPath REPOSITORY = new RepoPath("/srv/söurce with blanks");

  @TempDir private Path home;

  @Test
  void isHeldByOneAtATime() throws CannotStart {
    Path folder = home.resolve("a/b");
    try (StateFolder held = StateFolder.hold(folder)) {
      assertThat(held.file("x")).isEqualTo(folder.resolve("x"));
      assertThatExceptionOfType(CannotStart.class)
          .isThrownBy(() -> StateFolder.hold(folder))
          .withMessageMatching("another Hesokuri.* runs with the state folder .*; stop it first")
          .satisfies(e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED));
    }
    StateFolder.hold(folder).close();
  }

  @Test
  void isFreedOfWhatAKilledDaemonLeftInIt() throws Exception {
    Path folder = Files.createDirectory(home.resolve("state"));
    Path kept = Files.writeString(folder.resolve("token"), "kept");
    Path left;
    try (Replacement cutShort = Replacement.of(kept, "half", Replacement.OWNER_ONLY)) {
      left = Files.copy(cutShort.beside(), home.resolve(cutShort.beside().getFileName()));
    }
    Files.move(left, folder.resolve(left.getFileName()));
    StateFolder.hold(folder).close();
    assertThat(folder.resolve(left.getFileName())).doesNotExist();
    assertThat(kept).hasContent("kept");
  }

  @Test
  void tellsThatItCannotBeMade() throws IOException {
    Path file = Files.createFile(home.resolve("file"));

    assertThatThrownBy(() -> StateFolder.hold(file.resolve("hesokuri")))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("cannot use the state folder")
        .hasMessageContaining("XDG_STATE_HOME");
  }

  @Test
  void remembersWhereRepositoriesWere() throws Exception {
    Path file = home.resolve("repositories");
    SeenRepositories before = SeenRepositories.in(file);
    assertThat(before.wasSeenAt(REPOSITORY)).isFalse();
    before.seenAt(new RepoPath("/srv/other"));
    before.seenAt(REPOSITORY);
    before.seenAt(REPOSITORY);
    assertThat(file).content().startsWith("# Where Hesokuri").endsWith("blanks\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Replacement.OWNER_ONLY);

    SeenRepositories after = SeenRepositories.in(file);

    assertThat(after.wasSeenAt(REPOSITORY)).isTrue();
    assertThat(after.wasSeenAt(new RepoPath("/srv/other"))).isTrue();
    assertThat(after.wasSeenAt(new RepoPath("/srv"))).isFalse();
  }

  @Test
  void tellsALineThatIsNoPath() throws IOException {
    Path file = Files.writeString(home.resolve("repositories"), "# ok\n/srv/a\nsrv/b\n");

    assertThatThrownBy(() -> SeenRepositories.in(file))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("line 3 of")
        .hasMessageContaining("\"srv/b\" is not absolute");
  }

  @Test
  void tellsThatItCannotBeRead() throws IOException {
    Path file = Files.write(home.resolve("repositories"), new byte[] {(byte) 0xff});

    assertThatThrownBy(() -> SeenRepositories.in(file))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  void doesNotClaimToRememberWhatItCouldNotWrite() throws IOException, CannotStart {
    Path folder = Files.createDirectory(home.resolve("state"));
    SeenRepositories memory = SeenRepositories.in(folder.resolve("repositories"));
    Files.delete(folder);

    assertThatThrownBy(() -> memory.seenAt(REPOSITORY))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write");
    assertThat(memory.wasSeenAt(REPOSITORY)).isFalse();
  }
}
