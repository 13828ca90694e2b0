package org.hesokuri.git.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealSshdTest {

  @TempDir Path folder;

  @Test
  void letsTheUserInByAliasWithTheHomeOfThePeer() throws Exception {
    SshUser user = SshUser.in(folder.resolve("user"));
    try (RealSshd sshd = RealSshd.start(folder.resolve("beta"))) {
      user.canReach("beta", sshd);

      assertThat(ssh(user, "beta", "echo $HOME")).isEqualTo(sshd.home() + "\n");
      assertThat(sshd.logins()).isEqualTo(1);
    }
  }

  @Test
  void comesBackAtTheSamePortAfterItWasStopped() throws Exception {
    SshUser user = SshUser.in(folder.resolve("user"));
    try (RealSshd sshd = RealSshd.start(folder.resolve("beta"))) {
      user.canReach("beta", sshd);
      sshd.stop();
      assertThat(sshd.sessions()).isEmpty();
      sshd.startAgain();

      assertThat(ssh(user, "beta", "echo back")).isEqualTo("back\n");
    }
  }

  private static String ssh(SshUser user, String alias, String command) {
    return Programs.run(
        List.of(
            Programs.find("ssh", "openssh-client").toString(),
            "-F",
            user.sshFolder().resolve("config").toString(),
            "-o",
            "UserKnownHostsFile=" + user.knownHosts(),
            "-o",
            "BatchMode=yes",
            "-i",
            user.key().toString(),
            alias,
            command));
  }
}
