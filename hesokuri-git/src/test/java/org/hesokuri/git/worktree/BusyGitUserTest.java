package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who commits, amends, stashes, checks out, merges, saves and deletes in the very checkout
 * that advances. Every text that the user ever wrote is found again, no ref is broken, and nothing
 * has to be mended by hand.
 *
 * <p>{@code -Dadvances=N} does more than the usual thousand, {@code -Dseed=S} others.
 */
@Tag("slow")
class BusyGitUserTest {

  private static final int ADVANCES = Integer.getInteger("advances", 1_000);
  private static final long SEED = Long.getLong("seed", 2013);
  private static final int LANES = 2;

  @TempDir Path folder;

  @Test
  void findsEveryTextAgainAfterAThousandAdvances() throws Exception {
    List<BusyCheckout> checkouts = new ArrayList<>();
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int lane = 0; lane < LANES; lane++) {
        BusyCheckout checkout = new BusyCheckout(folder.resolve("lane" + lane), SEED + lane);
        checkouts.add(checkout);
        running.add(
            lanes.submit(
                () -> {
                  checkout.advance(ADVANCES / LANES);
                  return checkout;
                }));
      }
      for (Future<?> lane : running) {
        lane.get();
      }
    } finally {
      lanes.shutdownNow();
    }
    for (BusyCheckout checkout : checkouts) {
      System.out.println("seed " + SEED + ": " + checkout.told());
      assertThat(checkout.lostTokens()).as("lost, with seed %s", SEED).isEmpty();
      checkout.assertSound();
      assertThat(checkout.refused()).as("advances that met the user's work").isPositive();
    }
  }
}
