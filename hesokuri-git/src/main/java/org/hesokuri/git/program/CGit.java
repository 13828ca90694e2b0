package org.hesokuri.git.program;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The program git on the {@code PATH}, called so that it only reads: nothing it runs may write, ask
 * or reach the network, whatever the repository configures.
 */
public final class CGit {

  /** Where configuration comes from is the user's business even for us. */
  private static final Set<String> KEPT =
      Set.of("GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_GLOBAL");

  /** Whatever the repository configures, no other program is started and no network touched. */
  private static final List<String> HARMLESS =
      List.of(
          "--no-pager",
          "--no-optional-locks",
          "--literal-pathspecs",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "protocol.allow=never");

  private final Map<String, String> environment;

  /** Git in the environment of this process, or of a test. */
  public CGit(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What it is called in, before anything is taken out. */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * A command that is ready to be started, in that folder of git.
   *
   * @param gitDir the folder of HEAD
   * @param line options of git itself, the command and what it is given
   * @return the command; empty where git is not installed
   */
  public Optional<ProcessBuilder> command(Path gitDir, List<String> line) {
    return program().map(program -> command(program, gitDir, line));
  }

  private Optional<Path> program() {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path program = Path.of(folder, "git");
      if (program.isAbsolute() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  private ProcessBuilder command(Path program, Path gitDir, List<String> line) {
    List<String> whole = new ArrayList<>();
    whole.add(program.toString());
    whole.addAll(HARMLESS);
    whole.addAll(line);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(gitDir.toFile());
    Map<String, String> scrubbed = builder.environment();
    scrubbed.clear();
    environment.forEach(
        (name, value) -> {
          if (!name.startsWith("GIT_") || KEPT.contains(name)) {
            scrubbed.put(name, value);
          }
        });
    scrubbed.put("GIT_DIR", gitDir.toString());
    scrubbed.put("GIT_OPTIONAL_LOCKS", "0");
    scrubbed.put("GIT_TERMINAL_PROMPT", "0");
    scrubbed.put("GIT_NO_LAZY_FETCH", "1");
    scrubbed.put("LC_ALL", "C");
    return builder;
  }

  /**
   * Reads in the background, to the end, so that the program never waits for its reader.
   *
   * @return the first {@code limit} bytes, when they are there or the stream has ended
   */
  public static CompletableFuture<byte[]> read(InputStream stream, int limit) {
    CompletableFuture<byte[]> result = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                result.complete(stream.readNBytes(limit));
                stream.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // Without effect once there is a result: what is over the limit is of no interest.
                result.completeExceptionally(new UncheckedIOException(e));
              }
            },
            "git output");
    reader.setDaemon(true);
    reader.start();
    return result;
  }
}
