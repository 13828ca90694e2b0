package org.hesokuri.git.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must be told theirs before they start, such as sshd. A port that was once
 * given is nobody else's as long as this JVM lives, also while the server that it is for is off:
 * other JVMs that ask here are given others, and the system gives it to nobody by itself.
 */
public final class Ports {

  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;
  private static final Path GIVEN_BY_THE_SYSTEM = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** Held until this JVM ends, however it ends. */
  private static final List<DatagramSocket> HELD = new ArrayList<>();

  private Ports() {}

  /** A port of this JVM's own, at which nobody listens. */
  public static synchronized int reserve() {
    int end = end();
    while (true) {
      Optional<DatagramSocket> sign = claim(ThreadLocalRandom.current().nextInt(FIRST, end));
      if (sign.isPresent()) {
        HELD.add(sign.get());
        return sign.get().getLocalPort();
      }
    }
  }

  /**
   * Takes a port unless somebody has it. TCP stays free for the server: what others see is that the
   * UDP port of the same number is taken, which the kernel gives to one process at a time, and
   * takes back when that process ends.
   */
  static Optional<DatagramSocket> claim(int port) {
    try {
      DatagramSocket sign = new DatagramSocket(port, LOOPBACK);
      if (isListenedAt(port)) {
        sign.close();
        return Optional.empty();
      }
      return Optional.of(sign);
    } catch (BindException claimed) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("the port " + port + " cannot be tried", e);
    }
  }

  /** Whether somebody listens at any address of this machine. */
  private static boolean isListenedAt(int port) {
    try {
      new ServerSocket(port).close();
      return false;
    } catch (IOException taken) {
      return true;
    }
  }

  /**
   * The end of the ports that can be reserved. Linux is free to hand out all ports by itself, if
   * somebody set it so; then a stranger may still get one that is reserved.
   */
  static int end() {
    // In one read: the kernel gives no second part of this file.
    try (BufferedReader range = Files.newBufferedReader(GIVEN_BY_THE_SYSTEM)) {
      int first = Integer.parseInt(range.readLine().split("\\s+")[0]);
      return first > FIRST ? Math.min(first, LAST) : LAST;
    } catch (IOException notLinux) {
      return LAST;
    }
  }
}
