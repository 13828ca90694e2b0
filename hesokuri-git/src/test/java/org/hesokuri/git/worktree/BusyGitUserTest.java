package org.hesokuri.git.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hesokuri.core.testing.Share;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who commits, amends, stashes, checks out, merges, saves and deletes in the very checkout
 * that advances. Every text that the user ever wrote is found again, no ref is broken, and nothing
 * has to be mended by hand.
 *
 * <p>A run executes its {@link Share} of the checkouts, two at a time. {@code -Dadvances=N} does
 * more than the usual thousand in all of them, {@code -Dseed=S} others.
 */
@Tag("slow")
class BusyGitUserTest {

  private static final int ADVANCES = Integer.getInteger("advances", 1_000);
  private static final long SEED = Long.getLong("seed", 2013);
  private static final int CHECKOUTS = 16;
  private static final int LANES = 2;

  @TempDir Path folder;

  @Test
  void findsEveryTextAgainAfterAThousandAdvances() throws Exception {
    ExecutorService lanes = Executors.newFixedThreadPool(LANES);
    try {
      List<Future<?>> running =
          Share.ofThisRun("advances")
              .from(CHECKOUTS)
              .<Future<?>>mapToObj(
                  number ->
                      lanes.submit(
                          () -> {
                            advance(number);
                            return number;
                          }))
              .toList();
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      lanes.shutdownNow();
    }
  }

  private void advance(long number) throws Exception {
    BusyCheckout checkout =
        new BusyCheckout(folder.resolve("checkout" + number), Share.random(SEED, number));
    checkout.advance((ADVANCES + CHECKOUTS - 1) / CHECKOUTS);
    String told = "seed " + SEED + ", checkout " + number + ": " + checkout.told();
    System.out.println(told);
    assertThat(checkout.lostTokens()).as("lost; %s", told).isEmpty();
    checkout.assertSound();
    assertThat(checkout.refused()).as("advances that met the user's work; %s", told).isPositive();
  }
}
