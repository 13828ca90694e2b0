package org.hesokuri.web;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * The bcrypt hash of the password with which the page may be read and used from other machines. It
 * never tells itself unless asked for its {@link #text()}. Immutable.
 */
public final class PasswordHash {

  /** Shorter ones are found by trying them all, hash or no hash. */
  public static final int FEWEST_CHARACTERS = 12;

  /** What bcrypt looks at; what is behind it would count for nothing. */
  public static final int MOST_BYTES = 72;

  /** About a quarter of a second on the machines of 2026. */
  private static final int COST = 12;

  /** More than this takes minutes for one try: an invitation to keep the daemon busy. */
  private static final int HIGHEST_COST = 14;

  private static final int SALT_BYTES = 16;
  private static final Pattern FORM =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-9])\\$[./A-Za-z0-9]{53}");

  private final String text;

  private PasswordHash(String text) {
    this.text = text;
  }

  /**
   * Hashes a password with a salt of its own. Takes about a quarter of a second.
   *
   * @throws IllegalArgumentException if the password is shorter than {@value #FEWEST_CHARACTERS}
   *     characters or longer than {@value #MOST_BYTES} bytes of UTF-8; the message does not hold it
   */
  public static PasswordHash of(String password) {
    if (password.codePointCount(0, password.length()) < FEWEST_CHARACTERS) {
      throw new IllegalArgumentException(
          "a password has at least " + FEWEST_CHARACTERS + " characters");
    }
    if (bytes(password).length > MOST_BYTES) {
      throw new IllegalArgumentException("a password has at most " + MOST_BYTES + " bytes");
    }
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return new PasswordHash(OpenBSDBCrypt.generate(bytes(password), salt, COST));
  }

  /**
   * Takes over a hash that was made before, here or by {@code htpasswd -nB}.
   *
   * @param text what {@link #text()} gave then
   * @throws IllegalArgumentException if it is no bcrypt hash of a cost that can be borne; the
   *     message does not hold it
   */
  public static PasswordHash parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("this is no bcrypt hash");
    }
    if (Integer.parseInt(text.substring(4, 6)) > HIGHEST_COST) {
      throw new IllegalArgumentException(
          "a bcrypt hash of a cost above " + HIGHEST_COST + " takes too long to compare");
    }
    return new PasswordHash(text);
  }

  /** Whether it is the hash of this password. Takes as long as to make it. */
  boolean isOf(String password) {
    byte[] bytes = bytes(password);
    // The library would compare what is within the limit only.
    return bytes.length <= MOST_BYTES && OpenBSDBCrypt.checkPassword(text, bytes);
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  /** The hash itself, for a file that only the user can read; never for a log. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return "(a password's hash)";
  }
}
