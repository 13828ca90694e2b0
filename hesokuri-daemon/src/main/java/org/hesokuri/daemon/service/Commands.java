package org.hesokuri.daemon.service;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.reason.IoReason;

/** How programs are run. */
interface Commands {

  /**
   * Runs one, and waits for its end.
   *
   * @throws CannotInstall with what it said, if it cannot be run or ends with another code than 0
   */
  void run(ImmutableList<String> words) throws CannotInstall;

  /** Runs them as processes of this one's. */
  static void asProcesses(ImmutableList<String> words) throws CannotInstall {
    String shown = String.join(" ", words);
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new CannotInstall(
            "\"" + shown + "\" ended with " + code + ": " + Quoted.line(said) + "; " + ADVICE);
      }
    } catch (IOException e) {
      throw new CannotInstall("cannot run \"" + shown + "\": " + IoReason.of(e) + "; " + ADVICE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotInstall("\"" + shown + "\" was interrupted; try again", e);
    }
  }

  /** What most often is wrong. */
  String ADVICE =
      "log in as this user (su and sudo do not count as that), or run the commands that"
          + " \"hesokuri service install --print\" shows later";
}
