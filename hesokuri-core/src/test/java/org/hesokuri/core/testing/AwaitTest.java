package org.hesokuri.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AwaitTest {

  @Test
  void waitsUntilItIsSo() {
    AtomicInteger asked = new AtomicInteger();
    Await.until("asked three times", () -> asked.incrementAndGet() == 3);
    assertThat(asked).hasValue(3);
  }

  @Test
  void saysWhatDidNotStaySo() {
    AtomicInteger asked = new AtomicInteger();
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                Await.stays(
                    () -> "quiet", Duration.ofMinutes(1), () -> asked.incrementAndGet() < 3))
        .withMessage("did not stay so: quiet");
  }

  @Test
  void looksAtLeastOnceWhetherItStaysSo() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Await.stays(() -> "quiet", Duration.ZERO, () -> false));
  }

  @Test
  void passesOnWhatTheWorkComesTo() throws Exception {
    assertThat(Await.end(() -> "done")).isEqualTo("done");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                Await.end(
                    () -> {
                      throw new IOException("failed");
                    }));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                Await.end(
                    () -> {
                      throw new AssertionError("wrong");
                    }));
  }
}
