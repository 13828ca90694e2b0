package org.hesokuri.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A secret that a request must carry to change something. It never tells itself unless asked for
 * its {@link #secret()}, so that no log and no error message can hold it by chance.
 */
public final class ChangeToken {

  private static final int BYTES = 32;

  private final String text;

  private ChangeToken(String text) {
    this.text = text;
  }

  /** A new one that nobody can guess. */
  public static ChangeToken random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new ChangeToken(HexFormat.of().formatHex(bytes));
  }

  /**
   * Takes over one that was made before.
   *
   * @param secret what {@link #secret()} gave then
   * @throws IllegalArgumentException if it is not 64 lower-case hexadecimal digits; the message
   *     does not hold it
   */
  public static ChangeToken of(String secret) {
    if (!secret.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
      throw new IllegalArgumentException(
          "a token is " + 2 * BYTES + " lower-case hexadecimal digits");
    }
    return new ChangeToken(secret);
  }

  /** Compares in a time that does not depend on where the first difference is. */
  boolean matches(String given) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The secret itself, for the page and for a file that only the user can read; never for a log.
   */
  public String secret() {
    return text;
  }

  @Override
  public String toString() {
    return "(a token)";
  }
}
