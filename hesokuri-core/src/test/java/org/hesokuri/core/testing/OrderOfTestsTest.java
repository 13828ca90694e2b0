package org.hesokuri.core.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.TestExecutionListener;

final class OrderOfTestsTest {

  @Test
  void hearsOfEveryTest() {
    assertThat(ServiceLoader.load(TestExecutionListener.class))
        .anyMatch(listener -> listener instanceof OrderOfTests);
  }

  @Test
  void saysWhatRepeatsAnOrder() {
    assertThat(OrderOfTests.repetition("20261201")).endsWith(" -Dtest.order=20261201");
  }
}
