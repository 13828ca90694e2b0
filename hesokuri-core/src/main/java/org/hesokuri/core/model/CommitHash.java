package org.hesokuri.core.model;

/**
 * The full SHA-1 name of a commit (or of what else a branch may point to).
 *
 * @param hex 40 lower-case hexadecimal digits, never all zero
 */
public record CommitHash(String hex) implements Comparable<CommitHash> {

  private static final int LENGTH = 40;
  private static final int SHORT_LENGTH = 10;
  private static final String ALL_ZERO = "0".repeat(LENGTH);

  /**
   * Checks the hash.
   *
   * @param hex the digits
   * @throws IllegalArgumentException if it is not 40 lower-case hexadecimal digits, or is all zero
   */
  public CommitHash {
    if (hex.length() != LENGTH || !isLowerHex(hex)) {
      throw new IllegalArgumentException(
          "a full commit hash has 40 digits of 0-9 and a-f, unlike " + Quoted.of(hex));
    }
    if (hex.equals(ALL_ZERO)) {
      throw new IllegalArgumentException("the all-zero hash names no commit");
    }
  }

  private static boolean isLowerHex(String text) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  /** {@return the first ten digits, for people} */
  public String abbreviated() {
    return hex.substring(0, SHORT_LENGTH);
  }

  @Override
  public int compareTo(CommitHash other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
