package org.hesokuri.web;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for the password. A browser sends it with every request: the one that was right is known
 * again by a keyed digest that is worth nothing outside of this process, as bcrypt is slow on
 * purpose. Safe for use by several threads.
 */
final class Login {

  private static final Logger log = LoggerFactory.getLogger(Login.class);

  private static final String DIGEST = "HmacSHA256";

  /** How a try ended. */
  sealed interface Outcome {

    /** The password is right. */
    record Welcome() implements Outcome {}

    /** The password is wrong. */
    record Wrong() implements Outcome {}

    /** It was not looked at; who asks again after the pause is heard. */
    record Later(Duration pause) implements Outcome {}
  }

  private final PasswordHash password;
  private final LongSupplier nanos;
  private final LoginAttempts attempts = new LoginAttempts();

  /** One try at a time: others would take the processor from the daemon's own work. */
  private final Semaphore turn = new Semaphore(1);

  private final SecretKeySpec key;
  private volatile Optional<byte[]> right = Optional.empty();

  /**
   * A login.
   *
   * @param nanos a clock that only goes forward, in nanoseconds
   */
  Login(PasswordHash password, LongSupplier nanos) {
    this.password = password;
    this.nanos = nanos;
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, DIGEST);
  }

  /** Judges a password that came from an address. */
  Outcome attempt(InetAddress from, String given) {
    byte[] digest = digest(given);
    if (right.filter(known -> MessageDigest.isEqual(known, digest)).isPresent()) {
      return new Outcome.Welcome();
    }
    if (!turn.tryAcquire()) {
      return new Outcome.Later(Duration.ofSeconds(1));
    }
    try {
      return inTurn(from, given, digest);
    } finally {
      turn.release();
    }
  }

  private Outcome inTurn(InetAddress from, String given, byte[] digest) {
    Duration pause = attempts.pause(from, nanos.getAsLong());
    if (!pause.isZero()) {
      return new Outcome.Later(pause);
    }
    if (password.isOf(given)) {
      attempts.succeeded(from);
      right = Optional.of(digest);
      return new Outcome.Welcome();
    }
    attempts.failed(from, nanos.getAsLong());
    log.warn("a login to the web page from {} failed", from.getHostAddress());
    return new Outcome.Wrong();
  }

  private byte[] digest(String given) {
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(key);
      return mac.doFinal(given.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + DIGEST, e);
    }
  }
}
