package org.hesokuri.core.git;

/**
 * How many displaced tips may be refs of their own in one repository, before the older of them are
 * folded. Each such ref is listed to whoever asks what the repository holds.
 *
 * @param most how many may be there
 * @param left how many, the youngest, stay when there were more
 */
public record KeptRefs(int most, int left) {

  /** Few enough to cost nothing, and enough to have what was displaced lately at hand. */
  public static final KeptRefs DEFAULT = new KeptRefs(64, 16);

  /**
   * Checks the numbers.
   *
   * @param most how many may be there
   * @param left how many stay
   * @throws IllegalArgumentException if more stay than may be there, or less than none
   */
  public KeptRefs {
    if (left < 0 || left > most) {
      throw new IllegalArgumentException(left + " of at most " + most + " refs cannot be left");
    }
  }
}
