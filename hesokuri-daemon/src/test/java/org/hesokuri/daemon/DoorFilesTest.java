package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hesokuri.web.ChangeToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs of the same user find in the state folder. */
final class DoorFilesTest {

  @TempDir private Path folder;

  @Test
  void makesATokenThatOnlyTheUserCanReadAndKeepsIt() throws Exception {
    String first = tokenOfAStart();
    assertThat(first).matches("[0-9a-f]{64}");
    assertThat(Files.readString(token())).isEqualTo(first + "\n");
    assertThat(mode()).isEqualTo("rw-------");
    assertThat(tokenOfAStart()).isEqualTo(first);
  }

  @Test
  void makesAnotherTokenWhenOthersCouldReadIt() throws Exception {
    String first = tokenOfAStart();
    Files.setPosixFilePermissions(token(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(tokenOfAStart()).isNotEqualTo(first);
    assertThat(mode()).isEqualTo("rw-------");
  }

  @Test
  void makesAnotherTokenWhenTheFileHoldsNone() throws Exception {
    tokenOfAStart();
    for (String broken : new String[] {"", "abc\n", "f".repeat(65), "F".repeat(64)}) {
      Files.writeString(token(), broken);
      assertThat(tokenOfAStart()).as(broken).matches("[0-9a-f]{64}");
    }
  }

  @Test
  void saysWhichFileItCannotUse() throws Exception {
    Files.createDirectories(token());
    try (StateFolder state = StateFolder.hold(folder.resolve("state"))) {
      assertThatExceptionOfType(CannotStart.class)
          .isThrownBy(() -> DoorFiles.token(state))
          .withMessageContaining("cannot use the token")
          .withMessageContaining("/state/token");
    }
  }

  @Test
  void tellsThePortForAsLongAsItIsServed() throws Exception {
    try (StateFolder state = StateFolder.hold(folder.resolve("state"))) {
      Path port = folder.resolve("state").resolve("port");
      DoorFiles open = DoorFiles.open(state, 4711);
      assertThat(Files.readString(port)).isEqualTo("4711\n");
      open.close();
      assertThat(port).doesNotExist();
    }
  }

  @Test
  void neverTellsATokenUnasked() {
    ChangeToken token = ChangeToken.random();
    assertThat("" + token).doesNotContain(token.secret());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ChangeToken.of("secret"))
        .withMessageNotContaining("secret");
  }

  private String tokenOfAStart() throws Exception {
    try (StateFolder state = StateFolder.hold(folder.resolve("state"))) {
      return DoorFiles.token(state).secret();
    }
  }

  private Path token() {
    return folder.resolve("state").resolve("token");
  }

  private String mode() throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(token()));
  }
}
