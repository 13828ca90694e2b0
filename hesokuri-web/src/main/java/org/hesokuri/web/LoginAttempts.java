package org.hesokuri.web;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who has tried how often to log in, and how long they have to wait before the next try counts.
 *
 * <p>Each address has a few tries, then waits twice as long after each one that fails. All
 * addresses together have a number of tries an hour, so that it helps little to own many. An IPv6
 * address counts with the network of 64 bits that it is in, all of which one machine may have.
 *
 * <p>Times are nanoseconds of a clock that only goes forward. Not thread-safe.
 */
final class LoginAttempts {

  private static final int FREE_TRIES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
  private static final int MOST_DOUBLINGS = 8;
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);
  private static final int MOST_ADDRESSES = 1_000;

  /** All together: this many at once, and as many an hour. */
  private static final int MOST_FAILURES = 100;

  private static final long NANOS_PER_FAILURE = Duration.ofHours(1).toNanos() / MOST_FAILURES;
  private static final int NETWORK_BYTES = 8;

  private record Failures(int count, long lastAt) {}

  private final Map<InetAddress, Failures> failures = new LinkedHashMap<>();

  /** When all failures so far will be forgiven, if none is added. */
  private long forgivenAt;

  private boolean anyFailure;

  /** How long somebody has to wait before the next try; zero if not at all. */
  Duration pause(InetAddress from, long now) {
    return Collections.max(Arrays.asList(pauseOf(from, now), pauseOfAll(now)));
  }

  private Duration pauseOf(InetAddress from, long now) {
    Failures before = failures.get(network(from));
    if (before == null || before.count() < FREE_TRIES || isForgotten(before, now)) {
      return Duration.ZERO;
    }
    int doublings = Math.min(before.count() - FREE_TRIES, MOST_DOUBLINGS);
    return left(FIRST_PAUSE.multipliedBy(1L << doublings).toNanos() - (now - before.lastAt()));
  }

  private Duration pauseOfAll(long now) {
    return anyFailure
        ? left(forgivenAt - now - (MOST_FAILURES - 1) * NANOS_PER_FAILURE)
        : Duration.ZERO;
  }

  private static Duration left(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /** Notes that a try failed. */
  void failed(InetAddress from, long now) {
    InetAddress network = network(from);
    Failures before = failures.remove(network);
    int count = before == null || isForgotten(before, now) ? 1 : before.count() + 1;
    failures.put(network, new Failures(count, now));
    failures.values().removeIf(old -> isForgotten(old, now));
    if (failures.size() > MOST_ADDRESSES) {
      failures.remove(failures.keySet().iterator().next());
    }
    long start = anyFailure && forgivenAt - now > 0 ? forgivenAt : now;
    forgivenAt = start + NANOS_PER_FAILURE;
    anyFailure = true;
  }

  /** Notes that somebody knew the password. */
  void succeeded(InetAddress from) {
    failures.remove(network(from));
  }

  /** How many addresses are remembered. */
  int remembered() {
    return failures.size();
  }

  private static boolean isForgotten(Failures old, long now) {
    return now - old.lastAt() >= FORGOTTEN_AFTER.toNanos();
  }

  private static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("sixteen bytes are an address", e);
    }
  }
}
