package org.hesokuri.daemon.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.hesokuri.core.model.Quoted;

/** The message, in which no hostile name can begin a line of its own or hide a part of it. */
public final class OneLineMessage extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return Quoted.line(event.getFormattedMessage());
  }
}
