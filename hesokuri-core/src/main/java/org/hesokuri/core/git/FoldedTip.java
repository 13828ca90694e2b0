package org.hesokuri.core.git;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A displaced tip that is kept within a fold, beside others.
 *
 * @param tip the tip, and the branch that pointed to it
 * @param displaced when that was, as far as this machine's clock and counting tell; whole seconds
 */
public record FoldedTip(KeptTip tip, Instant displaced) {

  /**
   * Drops what is less than a second.
   *
   * @param tip the tip
   * @param displaced when it was displaced
   */
  public FoldedTip {
    displaced = displaced.truncatedTo(ChronoUnit.SECONDS);
  }
}
