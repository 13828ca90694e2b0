package org.hesokuri.git.ssh;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.hesokuri.core.git.PeerFailure;
import org.hesokuri.core.git.Traffic;

/**
 * A command that runs on a peer, with its streams, under limits of time: what passes a limit is
 * cut, so that no read or write blocks for ever.
 */
final class PeerChannel implements AutoCloseable {

  private static final int MAX_ERRORS = 2048;

  /** So that a slow line shows progress within a large write. */
  private static final int WRITE_SLICE = 16 * 1024;

  private static final long ANSWER_PER_SENDING = 10;
  private static final int BUFFER = 32 * 1024;

  private final PeerSession session;
  private final Process process;
  private final Watchdog watchdog;
  private final Supplier<SshTimes> times;
  private final InputStream in;
  private final OutputStream out;
  private final Future<?> idleCheck;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean timedOut;

  /** The limit that passed; meaningless unless timed out. */
  private volatile Duration passed = Duration.ZERO;

  /** When the read or write that is under way began to wait; meaningless unless waiting. */
  private volatile long waitingSince;

  private volatile boolean waiting;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  /**
   * Takes over a command that was just started on a place reserved in the session.
   *
   * @param times how long things may take
   */
  PeerChannel(PeerSession session, Process process, Watchdog watchdog, Supplier<SshTimes> times) {
    this.session = session;
    this.process = process;
    this.watchdog = watchdog;
    this.times = times;
    this.in = new BufferedInputStream(new Watched(process.getInputStream()), BUFFER);
    this.out = new BufferedOutputStream(new Sliced(process.getOutputStream()), BUFFER);
    this.idleCheck = watchdog.every(times.get().idle(), this::checkIdle);
  }

  /** What the command prints. */
  InputStream in() {
    return in;
  }

  /** What the command reads; buffered. */
  OutputStream out() {
    return out;
  }

  /** What has crossed the channel. */
  Traffic traffic() {
    return new Traffic(sent.get(), received.get());
  }

  /** Cuts the channel after the limit, unless the returned future is cancelled before. */
  Future<?> cutAfter(Duration limit) {
    return watchdog.after(limit, () -> cut(limit));
  }

  /**
   * Cuts the channel after as long as it may stand still, unless the future is cancelled before.
   */
  Future<?> cutAfterIdleTime() {
    return cutAfter(times.get().idle());
  }

  /** Cuts the channel if the peer has not answered in time what took so long to send. */
  Future<?> cutWithoutAnswer(Duration sending) {
    return cutAfter(times.get().answer().plus(sending.multipliedBy(ANSWER_PER_SENDING)));
  }

  /** The limit that was passed, if the channel was cut for that. */
  Optional<Duration> passedLimit() {
    return timedOut ? Optional.of(passed) : Optional.empty();
  }

  /** Why a push over this channel has no answer. */
  PeerFailure failure(IOException broken) {
    return timedOut
        ? SshFailures.tooSlow(session.route(), "did not answer a push", passed)
        : SshFailures.cut(session.route(), broken);
  }

  /** The command's exit status, if it ends within the limit and the peer tells it. */
  OptionalInt exitStatus(Duration limit) {
    try {
      if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return OptionalInt.of(process.exitValue());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalThreadStateException endedWithoutStatus) {
      // Its connection was cut, or a signal ended it.
      return OptionalInt.empty();
    }
    return OptionalInt.empty();
  }

  /** The beginning of what the command said on its error stream so far, in one line. */
  String errors() {
    try {
      return beginningOf(process.getErrorStream());
    } catch (IOException e) {
      // What it might have said only explains a failure that is reported anyway.
      return "";
    }
  }

  /** What can be read of the stream without waiting, in one line. */
  static String beginningOf(InputStream errors) throws IOException {
    // MINA says -1 of a stream whose channel was closed.
    int ready = Math.max(0, Math.min(MAX_ERRORS, errors.available()));
    String said = new String(errors.readNBytes(ready), StandardCharsets.UTF_8);
    return said.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      idleCheck.cancel(false);
      process.destroy();
      session.release();
    }
  }

  private void checkIdle() {
    Duration limit = times.get().idle();
    if (waiting && System.nanoTime() - waitingSince > limit.toNanos()) {
      idleCheck.cancel(false);
      watchdog.elsewhere(() -> cut(limit));
    }
  }

  private void cut(Duration limit) {
    if (!closed.get()) {
      passed = limit;
      timedOut = true;
      // Whoever does not answer on one channel may be gone altogether, and sshd may go on counting
      // the command as running: nothing new shall start on this session.
      session.retire();
      process.destroy();
    }
  }

  private void startWaiting() {
    waitingSince = System.nanoTime();
    waiting = true;
  }

  private final class Watched extends FilterInputStream {

    Watched(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      startWaiting();
      try {
        int read = in.read();
        count(read < 0 ? 0 : 1);
        return read;
      } finally {
        waiting = false;
      }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      startWaiting();
      try {
        int read = in.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
      } finally {
        waiting = false;
      }
    }

    private void count(int read) {
      received.addAndGet(read);
    }
  }

  private final class Sliced extends FilterOutputStream {

    Sliced(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      int end = offset + length;
      for (int at = offset; at < end; at += WRITE_SLICE) {
        startWaiting();
        try {
          out.write(buffer, at, Math.min(WRITE_SLICE, end - at));
          sent.addAndGet(Math.min(WRITE_SLICE, end - at));
        } finally {
          waiting = false;
        }
      }
    }

    @Override
    public void flush() throws IOException {
      startWaiting();
      try {
        out.flush();
      } finally {
        waiting = false;
      }
    }
  }
}
