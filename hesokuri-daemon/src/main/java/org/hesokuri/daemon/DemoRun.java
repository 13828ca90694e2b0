package org.hesokuri.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.PrintStream;
import org.hesokuri.daemon.demo.Demo;
import org.slf4j.LoggerFactory;

/** Runs the demo, which tells people what happens in its own words instead of a log. */
final class DemoRun {

  private DemoRun() {}

  /** Ends when all three machines are in step, or will not be. */
  static ExitCode once(PrintStream out) throws CannotStart, InterruptedException {
    logOnlyTrouble();
    try (Demo demo = Demo.start(out)) {
      return demo.once() ? ExitCode.STOPPED : ExitCode.FAILED;
    } catch (IOException e) {
      throw CannotStart.because("the demo failed: " + e.getMessage(), e);
    }
  }

  /** Goes on until SIGINT or SIGTERM. */
  static ExitCode untilStopped(PrintStream out) throws CannotStart, InterruptedException {
    logOnlyTrouble();
    return Foreground.run(() -> started(out));
  }

  private static Demo started(PrintStream out) throws CannotStart {
    try {
      Demo demo = Demo.start(out);
      try {
        demo.once();
        demo.goOn();
        return demo;
      } catch (IOException | InterruptedException | RuntimeException e) {
        demo.close();
        throw e;
      }
    } catch (IOException | InterruptedException e) {
      throw CannotStart.because("the demo failed: " + e.getMessage(), e);
    }
  }

  private static void logOnlyTrouble() {
    ((Logger) LoggerFactory.getLogger("org.hesokuri")).setLevel(Level.WARN);
  }
}
