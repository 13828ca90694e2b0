package org.hesokuri.core.git;

/**
 * How many bytes have crossed a connection, or several, before they were encrypted.
 *
 * @param sent by this machine
 * @param received by it
 */
public record Traffic(long sent, long received) {

  /** Nothing yet. */
  public static final Traffic NONE = new Traffic(0, 0);

  /**
   * Checks it.
   *
   * @param sent bytes sent; not negative
   * @param received bytes received; not negative
   * @throws IllegalArgumentException if one of them is negative
   */
  public Traffic {
    if (sent < 0 || received < 0) {
      throw new IllegalArgumentException("less than nothing cannot cross a connection");
    }
  }

  /**
   * Both together.
   *
   * @param other what is added
   * @return the sums
   */
  public Traffic plus(Traffic other) {
    return new Traffic(sent + other.sent, received + other.received);
  }
}
