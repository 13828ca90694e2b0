package org.hesokuri.daemon.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import java.util.stream.Collectors;
import org.hesokuri.core.model.Quoted;

/** A stack trace of which no line can be taken for a line of the log. */
public final class IndentedTrace extends ThrowableProxyConverter {

  @Override
  protected String throwableProxyToString(IThrowableProxy thrown) {
    return super.throwableProxyToString(thrown)
        .lines()
        .map(line -> "    " + Quoted.line(line.replace("\t", "  ")) + System.lineSeparator())
        .collect(Collectors.joining());
  }
}
