package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.internal.transport.ssh.OpenSshConfigFile;
import org.eclipse.jgit.transport.SshConfigStore.HostConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class QuickCiphersTest {

  @TempDir Path folder;

  @Test
  void comeFirstWhereTheUserChoseNone() throws Exception {
    HostConfig config = lookup("Host beta\n  Port 2222\n");
    assertThat(config.getValue("Ciphers")).startsWith("^aes128-gcm@openssh.com");
    assertThat(config.getOptions().get("ciphers")).isEqualTo(config.getValue("CIPHERS"));
    assertThat(config.getValue("Port")).isEqualTo("2222");
    assertThat(config.getValue("ProxyCommand")).isNull();
  }

  @Test
  void giveWayToWhatTheUserChose() throws Exception {
    HostConfig config = lookup("Host beta\n  Ciphers aes256-ctr\n");
    assertThat(config.getValue("Ciphers")).isEqualTo("aes256-ctr");
    assertThat(config.getOptions().get("Ciphers")).isEqualTo("aes256-ctr");
  }

  private HostConfig lookup(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("config"), text);
    return new QuickCiphers(new OpenSshConfigFile(folder.toFile(), file.toFile(), "me"))
        .lookup("beta", -1, "me");
  }
}
