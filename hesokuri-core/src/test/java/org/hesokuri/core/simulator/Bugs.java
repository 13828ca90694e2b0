package org.hesokuri.core.simulator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** What the engine survives but logs as an error is a bug all the same, and fails a schedule. */
final class Bugs {

  private static final ThreadLocal<Optional<Throwable>> SEEN =
      ThreadLocal.withInitial(Optional::empty);

  static {
    Logger engine = (Logger) LoggerFactory.getLogger("org.hesokuri.core.engine");
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
              SEEN.set(Optional.of(asError(event)));
            }
          }
        };
    appender.setContext(engine.getLoggerContext());
    appender.start();
    engine.addAppender(appender);
  }

  private Bugs() {}

  private static Throwable asError(ILoggingEvent event) {
    Throwable cause =
        event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
    AssertionError error = new AssertionError(event.getFormattedMessage() + ": " + cause, cause);
    if (cause != null) {
      error.setStackTrace(cause.getStackTrace());
    }
    return error;
  }

  static void forget() {
    SEEN.remove();
  }

  /** What was logged as an error on this thread since the last {@link #forget}. */
  static Optional<Throwable> seen() {
    return SEEN.get();
  }
}
