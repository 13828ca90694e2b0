package org.hesokuri.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.daemon.reason.IoReason;
import org.hesokuri.web.ChangeToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What programs of the same user find in the state folder: at which {@code port} the daemon serves,
 * and the {@code token} that lets them change something. The port is told while it is served, the
 * token stays the same over restarts.
 */
final class DoorFiles implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DoorFiles.class);

  private final PrivateFile port;

  private DoorFiles(PrivateFile port) {
    this.port = port;
  }

  /**
   * The token of programs; a new one if there is none that only the user could have read.
   *
   * @throws CannotStart if it cannot be read or written
   */
  static ChangeToken token(StateFolder state) throws CannotStart {
    PrivateFile file = new PrivateFile(state.file("token"));
    try {
      Optional<ChangeToken> kept = file.read().flatMap(DoorFiles::parse);
      if (kept.isPresent()) {
        return kept.get();
      }
      ChangeToken made = ChangeToken.random();
      file.write(made.secret());
      log.debug("made a new token for programs: {}", Quoted.of(file.path().toString()));
      return made;
    } catch (IOException e) {
      throw cannot("use the token", file, e);
    }
  }

  private static Optional<ChangeToken> parse(String text) {
    try {
      return Optional.of(ChangeToken.of(text));
    } catch (IllegalArgumentException cutShort) {
      // As after somebody's edit; programs read the new one before each change.
      return Optional.empty();
    }
  }

  /**
   * Tells programs at which port they are served, until it is closed.
   *
   * @throws CannotStart if that cannot be written
   */
  static DoorFiles open(StateFolder state, int port) throws CannotStart {
    PrivateFile file = new PrivateFile(state.file("port"));
    try {
      file.write(Integer.toString(port));
      return new DoorFiles(file);
    } catch (IOException e) {
      throw cannot("write the port", file, e);
    }
  }

  private static CannotStart cannot(String what, PrivateFile file, IOException e) {
    return CannotStart.because(
        "cannot "
            + what
            + " in "
            + Quoted.of(file.path().toString())
            + ": "
            + IoReason.of(e)
            + "; make it writable for you, or remove it",
        e);
  }

  @Override
  public void close() {
    try {
      port.remove();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
