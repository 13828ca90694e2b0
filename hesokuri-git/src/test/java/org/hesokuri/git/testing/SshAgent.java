package org.hesokuri.git.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real ssh-agent with a socket of its own. */
public final class SshAgent implements AutoCloseable {

  private static final long DEADLINE_SECONDS = 120;

  private final Path folder;
  private final Path socket;
  private final Process process;

  private SshAgent(Path folder, Path socket, Process process) {
    this.folder = folder;
    this.socket = socket;
    this.process = process;
  }

  /** Starts an agent that keeps its files in the folder, which is created. */
  public static SshAgent start(Path folder) throws IOException {
    Files.createDirectories(folder);
    // Not in the folder itself: the path of a socket has at most about a hundred characters.
    Path socket = Files.createTempDirectory("agent").resolve("socket");
    Process process =
        new ProcessBuilder(
                Programs.find("ssh-agent", "openssh-client").toString(),
                "-D",
                "-a",
                socket.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("agent.log").toFile())
            .start();
    SshAgent agent = new SshAgent(folder, socket, process);
    agent.awaitReady();
    return agent;
  }

  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!Files.exists(socket)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "ssh-agent did not start: " + Files.readString(folder.resolve("agent.log")));
      }
      RealSshd.pause();
    }
  }

  /** Where it listens. */
  public Path socket() {
    return socket;
  }

  /** Gives it a private key. */
  public void add(Path key, String passphrase) throws IOException {
    Path teller = folder.resolve("tell-passphrase");
    Files.writeString(teller, "#!/bin/sh\necho '" + passphrase + "'\n");
    Files.setPosixFilePermissions(teller, PosixFilePermissions.fromString("rwx------"));
    Process adding =
        Programs.start(
            new ProcessBuilder(
                Programs.find("ssh-add", "openssh-client").toString(), "-q", key.toString()),
            Map.of(
                "SSH_AUTH_SOCK",
                socket.toString(),
                "SSH_ASKPASS",
                teller.toString(),
                "SSH_ASKPASS_REQUIRE",
                "force",
                "DISPLAY",
                "none"));
    Programs.await(adding, "ssh-add");
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.deleteIfExists(socket);
    Files.deleteIfExists(socket.getParent());
  }
}
