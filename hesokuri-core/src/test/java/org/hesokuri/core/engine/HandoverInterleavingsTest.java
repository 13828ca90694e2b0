package org.hesokuri.core.engine;

import static org.hesokuri.core.engine.Interleavings.must;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("interleavings")
final class HandoverInterleavingsTest {

  @Test
  void tellsOnceThatTheRepositoryIsFree() {
    Interleavings.explore(
        threads -> {
          Handover handover = new Handover();
          AtomicInteger told = new AtomicInteger();
          AtomicInteger letGo = new AtomicInteger();
          threads.run(
              () -> {
                if (handover.isFreeOrCalls(told::incrementAndGet)) {
                  must(letGo.get() == 1, "who holds the repository has not begun to let go of it");
                  told.incrementAndGet();
                }
              },
              () -> {
                letGo.incrementAndGet();
                handover.letGo();
              });
          must(told.get() == 1, "who follows finds it free or is called, and never both");
        });
  }
}
