package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** It is done once in the life of a process, so this is one story. */
final class CipherPracticeTest {

  @Test
  void stopsAsSoonAsThereIsSomethingToDoAndEndsByItselfAndIsNotRepeated() {
    int before = CipherPractice.done();
    AtomicInteger asked = new AtomicInteger();

    CipherPractice.during(() -> asked.incrementAndGet() <= 2);

    // A push of another test may have practised enough in this process.
    boolean enough = before >= CipherPractice.ENOUGH;
    assertThat(CipherPractice.done()).isEqualTo(enough ? before : before + 100);
    assertThat(asked).hasValue(enough ? 0 : 3);

    CipherPractice.during(() -> true);

    AtomicInteger askedAgain = new AtomicInteger();
    CipherPractice.during(() -> askedAgain.incrementAndGet() > 0);
    assertThat(askedAgain).hasValue(0);
  }
}
