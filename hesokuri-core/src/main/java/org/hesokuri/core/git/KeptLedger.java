package org.hesokuri.core.git;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long each kept tip, and each fold of kept tips, of one repository has been seen.
 *
 * <p>Ages are added up from pass to pass, never computed from a date of birth: a clock that was
 * wrong when a tip was kept, or that jumps, cannot make it old.
 *
 * @param lastPass when ages were last added to; empty before the first time
 * @param ages the age of each kept tip
 * @param folds the age of each fold, which is that of the youngest tip in it
 */
public record KeptLedger(
    Optional<Instant> lastPass,
    ImmutableMap<KeptTip, Duration> ages,
    ImmutableMap<FoldWeek, Duration> folds) {

  /** The ledger of a repository in which nothing was ever kept. */
  public static final KeptLedger EMPTY =
      new KeptLedger(Optional.empty(), ImmutableMap.of(), ImmutableMap.of());

  /** {@return whether it knows of nothing that is kept} */
  public boolean isEmpty() {
    return ages.isEmpty() && folds.isEmpty();
  }
}
