package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionThreadsTest {

  private final SshThreadPoolExecutor pool =
      new SshThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
  private final SessionThreads threads = new SessionThreads(pool);
  private final SessionIo io = new SessionIo();

  @AfterEach
  void close() {
    threads.close();
    pool.shutdownNow();
  }

  private static SshClient client() {
    SshClient client = SshClient.setUpDefaultClient();
    client.setScheduledExecutorService(new ScheduledThreadPoolExecutor(1), true);
    return client;
  }

  private SshClient served() {
    SshClient client = client();
    threads.lendTo(() -> io.create(client));
    return client;
  }

  @Test
  void sessionsShareOneClockWhichIsNotTheirsToStop() throws Exception {
    SshClient one = served();
    SshClient other = served();
    assertThat(one.getScheduledExecutorService()).isSameAs(other.getScheduledExecutorService());

    one.start();
    one.stop();
    assertThat(other.getScheduledExecutorService().isShutdown()).isFalse();
  }

  @Test
  void theEndOfOneSessionLeavesTheThreadsToTheOthers() {
    IoServiceFactory one = threads.lendTo(() -> io.create(client()));
    one.close(true);
    assertThat(one.isClosed()).isTrue();
    assertThat(pool.isShutdown()).isFalse();
  }

  @Test
  void whatIsDoneAgainAndAgainIsDoneForAllAtOneMomentFourTimesAMinute() {
    ScheduledExecutorService clock = served().getScheduledExecutorService();
    ScheduledFuture<?> look = clock.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
    ScheduledFuture<?> beat = clock.scheduleAtFixedRate(() -> {}, 15, 15, TimeUnit.SECONDS);
    long apart = look.getDelay(TimeUnit.NANOSECONDS) - beat.getDelay(TimeUnit.NANOSECONDS);
    // A beat later, if the moment was between the two; else only as long as the question took.
    assertThat(Math.abs(apart) % SshdDefaults.BEAT.toNanos())
        .matches(
            nanos ->
                Math.min(nanos, SshdDefaults.BEAT.toNanos() - nanos)
                    < Duration.ofMillis(900).toNanos());
    assertThat(beat.getDelay(TimeUnit.NANOSECONDS))
        .isLessThanOrEqualTo(SshdDefaults.BEAT.toNanos());
  }

  @Test
  void whatIsToBeDoneOnceIsDoneInTime() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    served().getScheduledExecutorService().schedule(done::countDown, 1, TimeUnit.MILLISECONDS);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoeverElseUsesTheLibraryKeepsItsOwnClock() {
    SshClient client = client();
    ScheduledExecutorService own = client.getScheduledExecutorService();
    io.create(client).close(true);
    assertThat(client.getScheduledExecutorService()).isSameAs(own);
    assertThat(own.isShutdown()).isFalse();
    own.shutdownNow();
  }
}
