package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** It is done once in the life of a process, so the order matters. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CipherPracticeTest {

  @Test
  @Order(1)
  void stopsAsSoonAsThereIsSomethingToDo() {
    int before = CipherPractice.done();
    AtomicInteger asked = new AtomicInteger();

    CipherPractice.during(() -> asked.incrementAndGet() <= 2);

    // A push of another test may have practised enough in this process.
    boolean enough = before >= CipherPractice.ENOUGH;
    assertThat(CipherPractice.done()).isEqualTo(enough ? before : before + 100);
    assertThat(asked).hasValue(enough ? 0 : 3);
  }

  @Test
  @Order(2)
  void endsByItselfAndIsNotRepeated() {
    CipherPractice.during(() -> true);

    AtomicInteger asked = new AtomicInteger();
    CipherPractice.during(() -> asked.incrementAndGet() > 0);
    assertThat(asked).hasValue(0);
  }
}
