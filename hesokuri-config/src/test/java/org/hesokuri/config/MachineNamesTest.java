package org.hesokuri.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hesokuri.core.model.Identities;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.testing.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineNamesTest {

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private ThisMachine known(Map<String, String> environment) {
    return new MachineNames(environment, root).known();
  }

  @Test
  void readsTheNameThatTheKernelKnowsFirst() throws IOException {
    write("proc/sys/kernel/hostname", "kernel-name\n");
    write("etc/hostname", "# a comment\n\n file-name \n");

    assertThat(known(Map.of("HOSTNAME", "shell-name")).hostNames())
        .containsExactly("kernel-name", "file-name", "shell-name");
  }

  @Test
  void findsItsFullNameInTheHostsFile() throws IOException {
    write("etc/hostname", "laptop\n");
    write(
        "etc/hosts",
        """
        127.0.0.1  localhost laptop misleading
        # 10.0.0.1 commented.example laptop
        127.0.1.1  laptop.home.example laptop # mine

        10.0.0.2   server.home.example server
        """);

    assertThat(known(Map.of()).hostNames()).containsExactly("laptop", "laptop.home.example");
  }

  @Test
  void listsLoopbackAddressesLast() {
    List<String> addresses = known(Map.of()).addresses();

    assertThat(addresses).contains("127.0.0.1");
    assertThat(addresses.subList(addresses.indexOf("127.0.0.1"), addresses.size()))
        .allMatch(address -> address.startsWith("127.") || address.startsWith("0:0:0:0:0:0:0:1"));
  }

  @Test
  void takesAnEmptyStatementForNone() {
    assertThat(known(Map.of("HESOHOST", "")).stated()).isEmpty();
    assertThat(known(Map.of("HESOHOST", "me")).stated()).contains("me");
  }

  @Test
  void answersThoughNoNameServerDoesForAMachineThatTheFileDoesNotKnow() throws Exception {
    Identities identities = Identities.of(List.of(new PeerId("nobody-is-called-this")));

    Identification answer = Await.end(() -> new MachineNames(Map.of(), root).among(identities));

    assertThat(answer).isInstanceOf(Identification.Unknown.class);
  }

  @Test
  void findsThisVeryMachine() {
    ThisMachine machine = new MachineNames(Map.of()).known();

    assertThat(machine.hostNames()).isNotEmpty();
    assertThat(
            new MachineNames(Map.of())
                .among(Identities.of(List.of(new PeerId(machine.hostNames().get(0))))))
        .isInstanceOf(Identification.Known.class);
  }
}
