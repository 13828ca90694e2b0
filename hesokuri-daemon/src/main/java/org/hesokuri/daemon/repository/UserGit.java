package org.hesokuri.daemon.repository;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.hesokuri.daemon.reason.IoReason;

/**
 * The user's own git in one folder, with the user's name and address. It runs no hook and no gc,
 * and asks for nothing.
 *
 * @param folder a repository, or a folder in its worktree
 * @param environment what the user's commands see
 */
public record UserGit(Path folder, Map<String, String> environment) {

  private static final ImmutableList<String> GIT =
      ImmutableList.of(
          "git",
          "--literal-pathspecs",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "gc.auto=0",
          "-c",
          "maintenance.auto=false");

  /** They would lead to another repository; git sets them for whoever calls this in a hook. */
  private static final ImmutableSet<String> ELSEWHERE =
      ImmutableSet.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_COMMON_DIR",
          "GIT_OBJECT_DIRECTORY",
          "GIT_NAMESPACE",
          "GIT_PREFIX");

  /**
   * How a command ended.
   *
   * @param code its exit code
   * @param said what it printed
   */
  public record Outcome(int code, String said) {

    /** Whether it did what it should. */
    public boolean good() {
      return code == 0;
    }
  }

  /**
   * Runs a command.
   *
   * @throws CannotDo if there is no git
   */
  public Outcome run(String... arguments) throws CannotDo {
    ProcessBuilder builder =
        new ProcessBuilder(ImmutableList.<String>builder().addAll(GIT).add(arguments).build())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().keySet().removeAll(ELSEWHERE);
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Outcome(process.waitFor(), said);
    } catch (IOException e) {
      throw new CannotDo("cannot run git: " + IoReason.of(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotDo("interrupted while git ran", e);
    }
  }
}
