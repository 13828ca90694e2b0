package org.hesokuri.git.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.threads.SshThreadPoolExecutor;
import org.hesokuri.core.testing.Await;
import org.hesokuri.git.ssh.SessionThreads.Lent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionThreadsTest {

  private final SshThreadPoolExecutor pool =
      new SshThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
  private final SessionThreads threads = new SessionThreads(pool);
  private final SessionIo io = new SessionIo();
  private final ServerSocket peer = peer();

  @AfterEach
  void close() throws IOException {
    threads.close();
    pool.shutdownNow();
    peer.close();
  }

  private static ServerSocket peer() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private IoSession connect(IoServiceFactory network) throws IOException {
    IoConnectFuture connected =
        network.createConnector(new Silent()).connect(peer.getLocalSocketAddress(), null, null);
    assertThat(connected.await(10, TimeUnit.SECONDS)).isTrue();
    return connected.getSession();
  }

  /** Says nothing, and takes no notice of what the peer says. */
  private static final class Silent implements IoHandler {
    @Override
    public void sessionCreated(IoSession session) {}

    @Override
    public void sessionClosed(IoSession session) {}

    @Override
    public void exceptionCaught(IoSession session, Throwable cause) {}

    @Override
    public void messageReceived(IoSession session, Readable message) {}
  }

  private static SshClient client() {
    SshClient client = SshClient.setUpDefaultClient();
    client.setScheduledExecutorService(new ScheduledThreadPoolExecutor(1), true);
    return client;
  }

  private SshClient served() {
    SshClient client = client();
    network(client);
    return client;
  }

  /** What a client is given that starts while these threads are lent. */
  private IoServiceFactory network(SshClient client) {
    return lendTo(client).made();
  }

  private Lent<IoServiceFactory> lendTo(SshClient client) {
    return threads.lendTo(() -> io.create(client));
  }

  /** They end by themselves, as soon as they see the end. */
  private static void awaitNetworkThreads(long number) {
    Await.until(number + " threads for the network", () -> Scene.networkThreads() == number);
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
  void theEndOfOneSessionLeavesTheThreadsToTheOthers() throws Exception {
    IoServiceFactory one = network(client());
    one.close(true);
    assertThat(one.isClosed()).isTrue();
    assertThat(pool.isShutdown()).isFalse();
    assertThat(connect(network(client())).isOpen()).isTrue();
  }

  @Test
  void oneThreadWaitsForTheNetworkOfAllSessions() throws Exception {
    awaitNetworkThreads(0);
    connect(network(client()));
    connect(network(client()));
    assertThat(Scene.networkThreads()).isEqualTo(1);
  }

  @Test
  void theEndOfASessionClosesItsConnectionAndNoOther() throws Exception {
    Lent<IoServiceFactory> one = lendTo(client());
    IoSession ofOne = connect(one.made());
    IoSession ofOther = connect(network(client()));
    one.giveBack();
    assertThat(ofOne.isOpen()).isFalse();
    assertThat(ofOther.isOpen()).isTrue();
  }

  @Test
  void aSessionThatFailsInAWayThatNobodyForesawLeavesNoConnection() {
    AtomicReference<IoSession> left = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                threads.lendTo(
                    () -> {
                      left.set(connect(io.create(client())));
                      throw new IllegalStateException("not foreseen");
                    }))
        .hasMessage("not foreseen");
    assertThat(left.get().isOpen()).isFalse();
  }

  @Test
  void theEndOfAllClosesWhatIsLeftAndServesNobody() throws Exception {
    awaitNetworkThreads(0);
    IoSession left = connect(network(client()));
    threads.close();
    assertThat(left.isOpen()).isFalse();
    awaitNetworkThreads(0);
    assertThatThrownBy(() -> network(client())).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void whatIsDoneAgainAndAgainIsDoneForAllAtOneMomentFourTimesAMinute() {
    ScheduledExecutorService clock = served().getScheduledExecutorService();
    long begun = System.nanoTime();
    ScheduledFuture<?> look = clock.scheduleAtFixedRate(() -> {}, 1, 1, TimeUnit.SECONDS);
    ScheduledFuture<?> beat = clock.scheduleAtFixedRate(() -> {}, 15, 15, TimeUnit.SECONDS);
    long apart = look.getDelay(TimeUnit.NANOSECONDS) - beat.getDelay(TimeUnit.NANOSECONDS);
    long took = System.nanoTime() - begun;
    // A beat later, if the moment was between the two; else only as long as all this took.
    assertThat(Math.abs(apart) % SshdDefaults.BEAT.toNanos())
        .matches(nanos -> Math.min(nanos, SshdDefaults.BEAT.toNanos() - nanos) <= took);
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
