package org.hesokuri.daemon.notify;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the user wants to be notified.
 *
 * @param command a program that is run for each message, which it reads from its standard input;
 *     without arguments, and by no shell
 * @param webhook an address to which each message is posted; may hold a secret, so it is never
 *     logged
 * @param after for how long a branch may be unsafe before that is of concern
 */
public record NotifySettings(Optional<Path> command, Optional<URI> webhook, Duration after) {

  /** Long enough for a machine that is off at night. */
  public static final Duration USUAL_PATIENCE = Duration.ofDays(1);

  /** Nobody is notified. */
  public static final NotifySettings OFF =
      new NotifySettings(Optional.empty(), Optional.empty(), USUAL_PATIENCE);

  /** Whether there is anybody to notify. */
  public boolean isOn() {
    return command.isPresent() || webhook.isPresent();
  }

  @Override
  public String toString() {
    return "command "
        + command.map(Path::toString).orElse("none")
        + ", webhook "
        + webhook.map(URI::getHost).orElse("none")
        + ", after "
        + after;
  }
}
