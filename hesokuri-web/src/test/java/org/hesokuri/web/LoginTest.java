package org.hesokuri.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hesokuri.web.Login.Outcome;
import org.junit.jupiter.api.Test;

final class LoginTest {

  private static final InetAddress FROM = InetAddresses.forString("192.0.2.1");

  private final AtomicLong now = new AtomicLong();
  private final Login login = new Login(TestPassword.HASH, now::get);

  @Test
  void looksAtNoPasswordDuringThePause() {
    for (int i = 0; i < 5; i++) {
      assertThat(login.attempt(FROM, "guess")).isEqualTo(new Outcome.Wrong());
    }
    Outcome later = new Outcome.Later(Duration.ofSeconds(2));
    assertThat(login.attempt(FROM, "guess")).isEqualTo(later);
    assertThat(login.attempt(FROM, TestPassword.TEXT)).isEqualTo(later);
    now.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(login.attempt(FROM, TestPassword.TEXT)).isEqualTo(new Outcome.Welcome());
  }

  @Test
  void knowsThePasswordAgainFromAnywhere() {
    assertThat(login.attempt(FROM, TestPassword.TEXT)).isEqualTo(new Outcome.Welcome());
    InetAddress guesser = InetAddresses.forString("192.0.2.2");
    for (int i = 0; i < 9; i++) {
      login.attempt(guesser, "guess");
    }
    assertThat(login.attempt(guesser, TestPassword.TEXT)).isEqualTo(new Outcome.Welcome());
  }

  @Test
  void looksAtOnePasswordAtATime() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Login slow =
        new Login(
            TestPassword.HASH,
            () -> {
              looking.countDown();
              awaitQuietly(goOn);
              return 0;
            });
    CompletableFuture<Outcome> first =
        CompletableFuture.supplyAsync(() -> slow.attempt(FROM, "guess"));
    assertThat(looking.await(20, TimeUnit.SECONDS)).isTrue();

    assertThat(slow.attempt(FROM, TestPassword.TEXT)).isInstanceOf(Outcome.Later.class);

    goOn.countDown();
    assertThat(first.get(20, TimeUnit.SECONDS)).isEqualTo(new Outcome.Wrong());
    assertThat(slow.attempt(FROM, TestPassword.TEXT)).isEqualTo(new Outcome.Welcome());
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
