package org.hesokuri.git.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortsTest {

  @Test
  void givesNoPortTwice() {
    Set<Integer> given = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(given.add(Ports.reserve())).isTrue();
    }
  }

  /** A claim is the kernel's, so who claims again is refused, in this process or another. */
  @Test
  void keepsAPortFromOthersWhoAskWhileItsServerIsOff() throws Exception {
    int port = Ports.reserve();
    assertThat(Ports.claim(port)).isEmpty();
    try (ServerSocket server = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThat(server.getLocalPort()).isEqualTo(port);
    }
    assertThat(Ports.claim(port)).isEmpty();
  }

  @Test
  void doesNotGiveAPortAtWhichSomebodyListens() throws Exception {
    for (String address : new String[] {"127.0.0.1", "127.0.0.2", "0.0.0.0"}) {
      try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName(address))) {
        assertThat(Ports.claim(stranger.getLocalPort())).as(address).isEmpty();
      }
    }
  }

  @Test
  void leavesNoClaimWhereSomebodyListens() throws Exception {
    int port;
    try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = stranger.getLocalPort();
      assertThat(Ports.claim(port)).isEmpty();
    }
    Ports.claim(port).ifPresent(DatagramSocket::close);
    try (DatagramSocket free = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      assertThat(free.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void givesNoneThatTheSystemGivesByItself() throws Exception {
    String range = Programs.run(List.of("cat", "/proc/sys/net/ipv4/ip_local_port_range"));
    int first = Integer.parseInt(range.split("\\s+")[0]);
    assumeTrue(first > 20_000, "the system gives nearly all of them");
    assertThat(Ports.end()).isBetween(20_000, first);
    for (int i = 0; i < 200; i++) {
      assertThat(Ports.reserve()).isLessThan(Ports.end());
    }
  }
}
