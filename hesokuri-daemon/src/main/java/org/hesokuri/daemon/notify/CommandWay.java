package org.hesokuri.daemon.notify;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hesokuri.core.model.Quoted;

/** Runs the user's program, which reads a message from its standard input. */
record CommandWay(Path program, Duration patience) implements Way {

  static final Duration USUAL_PATIENCE = Duration.ofSeconds(20);

  @Override
  public String name() {
    return "the command " + Quoted.of(program.toString());
  }

  @Override
  public void deliver(byte[] json) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(List.of(program.toString()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // Beside it: one who reads nothing may fill the pipe, and must not hold up the deadline.
      Thread writer = new Thread(() -> write(process, json), "hesokuri-notify-command");
      writer.setDaemon(true);
      writer.start();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("it did not end within " + patience.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw new IOException("it ended with " + process.exitValue());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void write(Process process, byte[] json) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json);
    } catch (IOException notRead) {
      // Whether it did its work is told by how it ends, not by how much it read.
      return;
    }
  }

  @Override
  public void close() {}
}
