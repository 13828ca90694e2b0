package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LoginAttemptsTest {

  private static final InetAddress ONE = InetAddresses.forString("192.0.2.1");
  private static final InetAddress OTHER = InetAddresses.forString("192.0.2.2");

  private final LoginAttempts attempts = new LoginAttempts();

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 5, Long.MIN_VALUE})
  void growThePauseAfterEachFailure(long start) {
    long now = start;
    for (int i = 0; i < 4; i++) {
      attempts.failed(ONE, now);
      assertThat(attempts.pause(ONE, now)).isZero();
    }
    for (int seconds : new int[] {2, 4, 8, 16, 32, 64, 128, 256, 512, 512, 512}) {
      attempts.failed(ONE, now);
      assertThat(attempts.pause(ONE, now)).isEqualTo(Duration.ofSeconds(seconds));
      now += Duration.ofSeconds(seconds).toNanos() - 1;
      assertThat(attempts.pause(ONE, now)).isEqualTo(Duration.ofNanos(1));
      now += 1;
      assertThat(attempts.pause(ONE, now)).isZero();
    }
  }

  @Test
  void areForgottenAfterAnHourAndAfterTheRightPassword() {
    fail(ONE, 9, 0);
    assertThat(attempts.pause(ONE, 0)).isPositive();
    long anHour = Duration.ofHours(1).toNanos();
    assertThat(attempts.pause(ONE, anHour)).isZero();
    attempts.failed(ONE, anHour);
    assertThat(attempts.pause(ONE, anHour)).isZero();

    fail(ONE, 9, anHour);
    attempts.succeeded(ONE);
    assertThat(attempts.pause(ONE, anHour)).isZero();
  }

  @Test
  void areCountedForEachAddress() {
    fail(ONE, 20, 0);
    assertThat(attempts.pause(OTHER, 0)).isZero();
  }

  @Test
  void areCountedForAWholeNetworkThatOneMachineMayHave() {
    fail(InetAddresses.forString("2001:db8:1:2::1"), 6, 0);
    assertThat(attempts.pause(InetAddresses.forString("2001:db8:1:2:ffff::7"), 0)).isPositive();
    assertThat(attempts.pause(InetAddresses.forString("2001:db8:1:3::1"), 0)).isZero();
  }

  @Test
  void areCountedForAllAddressesTogether() {
    for (int i = 0; i < 99; i++) {
      attempts.failed(InetAddresses.fromInteger(i), 0);
    }
    assertThat(attempts.pause(OTHER, 0)).isZero();
    attempts.failed(ONE, 0);
    assertThat(attempts.pause(OTHER, 0)).isEqualTo(Duration.ofSeconds(36));
    long later = Duration.ofSeconds(36).toNanos();
    assertThat(attempts.pause(OTHER, later)).isZero();
    attempts.failed(ONE, later);
    assertThat(attempts.pause(OTHER, later)).isPositive();
    assertThat(attempts.pause(OTHER, Duration.ofHours(2).toNanos())).isZero();
  }

  @Test
  void takeNoMoreRoomForMoreAddresses() {
    fail(ONE, 6, 0);
    long now = 0;
    for (int i = 0; i < 5_000; i++) {
      now += 1_000_000;
      attempts.failed(InetAddresses.fromInteger(i), now);
    }
    assertThat(attempts.remembered()).isEqualTo(1_000);
  }

  private void fail(InetAddress from, int times, long now) {
    for (int i = 0; i < times; i++) {
      attempts.failed(from, now);
    }
  }
}
