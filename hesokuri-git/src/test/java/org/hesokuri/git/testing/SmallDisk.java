package org.hesokuri.git.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A disk of a few megabytes, in memory, or a folder that can be mounted elsewhere. */
public final class SmallDisk implements AutoCloseable {

  private final Path place;
  private boolean mounted = true;

  private SmallDisk(Path place) {
    this.place = place;
  }

  /** Mounts an empty one; the test is skipped where that is not permitted. */
  public static SmallDisk of(String size, Path place) throws IOException {
    Files.createDirectories(place);
    mount("-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString());
    return new SmallDisk(place);
  }

  /** Mounts what a folder holds at another place. */
  public static SmallDisk showing(Path folder, Path place) throws IOException {
    Files.createDirectories(place);
    mount("--bind", folder.toString(), place.toString());
    return new SmallDisk(place);
  }

  private static void mount(String... arguments) throws IOException {
    String problem = run("mount", arguments);
    Assumptions.assumeTrue(problem.isEmpty(), "mounting is not permitted here: " + problem);
  }

  /** Gives it another size. */
  public void resize(String size) throws IOException {
    mount("-o", "remount,size=" + size, place.toString());
  }

  /** Leaves that many bytes free, with a file {@code filler}. */
  public void fillUpTo(long free) throws IOException {
    long usable = Files.getFileStore(place).getUsableSpace();
    Files.write(place.resolve("filler"), new byte[(int) (usable - free)]);
  }

  public void empty() throws IOException {
    Files.delete(place.resolve("filler"));
  }

  /** Takes it away, whoever uses it. */
  public void unmount() throws IOException {
    mounted = false;
    String problem = run("umount", "-l", place.toString());
    if (!problem.isEmpty()) {
      throw new IOException(problem);
    }
  }

  @Override
  public void close() throws IOException {
    if (mounted) {
      unmount();
    }
  }

  private static String run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      boolean ended = process.waitFor(20, TimeUnit.SECONDS);
      return ended && process.exitValue() == 0 ? "" : program + ": " + printed.strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", e);
    }
  }
}
