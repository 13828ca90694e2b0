package org.hesokuri.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.hesokuri.daemon.log.IndentedTrace;
import org.hesokuri.daemon.log.OneLineMessage;
import org.junit.jupiter.api.Test;

final class LogLinesTest {

  private final LoggerContext context = new LoggerContext();

  @Test
  void noMessageBeginsALineOfItsOwn() {
    assertThat(line("a\n2026-01-01 b\r\u001b[31m\u202e\u2028", null))
        .isEqualTo("a\\u000a2026-01-01 b\\u000d\\u001b[31m\\u202e\\u2028\n");
  }

  @Test
  void aLongMessageIsShownWhole() {
    assertThat(line("x".repeat(5_000), null)).hasSize(5_001);
  }

  @Test
  void noLineOfATraceLooksLikeALineOfTheLog() {
    String told = line("bug", new IllegalStateException("a\n2026-01-01 00:00:00.000 INFO forged"));

    assertThat(told.lines().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("    "))
        .anyMatch(line -> line.contains("LogLinesTest"));
  }

  private String line(String message, Throwable thrown) {
    PatternLayout layout = new PatternLayout();
    layout.setContext(context);
    layout.getInstanceConverterMap().put("line", OneLineMessage::new);
    layout.getInstanceConverterMap().put("trace", IndentedTrace::new);
    layout.setPattern("%line%n%trace");
    layout.start();
    return layout.doLayout(
        new LoggingEvent("", context.getLogger("x"), Level.INFO, message, thrown, null));
  }
}
