package org.hesokuri.daemon.notify;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hesokuri.core.engine.Hesokuri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after each event, and every few seconds, whether there is anything to tell the user, and
 * brings it on its ways. What is not taken is offered again: the network that keeps a branch from
 * its peers may keep a message from its webhook. Nothing is remembered over a restart: what lasts
 * is told once more then.
 */
public final class Notifier implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  static final String LOOKS = "hesokuri-notify";
  static final String OFFERS = "hesokuri-notify-way";

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration NEXT_OFFER = Duration.ofSeconds(60);

  /** What waits for one way at most; older ones are dropped first, with a word in the log. */
  private static final int MOST_WAITING = 100;

  private final Hesokuri engine;
  private final Duration patience;
  private final ScheduledExecutorService clock;
  private final ImmutableList<Offer> offers;
  private final AtomicBoolean lookDue = new AtomicBoolean();
  private final Hesokuri.Subscription subscription;
  // Belongs to the clock's thread.
  private Concerns concerns = Concerns.NONE;

  /** With clocks by the name of their thread, each of which does one thing after the other. */
  Notifier(
      Hesokuri engine,
      Duration patience,
      ImmutableList<Way> ways,
      Function<String, ScheduledExecutorService> clocks) {
    this.engine = engine;
    this.patience = patience;
    this.offers =
        ways.stream()
            .map(way -> new Offer(way, clocks.apply(OFFERS), new ArrayDeque<>()))
            .collect(ImmutableList.toImmutableList());
    this.clock = clocks.apply(LOOKS);
    this.subscription = engine.listen(event -> lookSoon());
    clock.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Begins to notify; does nothing if nobody is to be notified. */
  public static AutoCloseable start(Hesokuri engine, NotifySettings settings) {
    ImmutableList.Builder<Way> ways = ImmutableList.builder();
    settings
        .command()
        .ifPresent(program -> ways.add(new CommandWay(program, CommandWay.USUAL_PATIENCE)));
    settings
        .webhook()
        .ifPresent(address -> ways.add(new WebhookWay(address, WebhookWay.USUAL_PATIENCE)));
    if (!settings.isOn()) {
      return () -> {};
    }
    LOG.info("notifies: {}", settings);
    return new Notifier(engine, settings.after(), ways.build(), Notifier::clock);
  }

  private static ScheduledExecutorService clock(String name) {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return clock;
  }

  private void lookSoon() {
    // An event is told before or after what it tells of stands in the status; the next look in a
    // few seconds sees it in any case.
    if (lookDue.compareAndSet(false, true) && !clock.isShutdown()) {
      clock.schedule(this::look, 100, TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    lookDue.set(false);
    try {
      Concerns.Step step = concerns.with(engine.status(), patience);
      concerns = step.next();
      for (Message message : step.messages()) {
        byte[] json = MessageJson.of(message);
        offers.forEach(offer -> offer.add(json));
      }
    } catch (RuntimeException bug) {
      LOG.error("looking for something to notify of failed; please report this", bug);
    }
  }

  /** One way and what waits for it, in a thread of its own: a slow one delays no other. */
  private record Offer(Way way, ScheduledExecutorService clock, Deque<byte[]> waiting) {

    void add(byte[] json) {
      run(
          () -> {
            waiting.addLast(json);
            if (waiting.size() > MOST_WAITING) {
              waiting.removeFirst();
              LOG.warn("{} takes nothing; dropped the oldest message for it", way.name());
            }
            if (waiting.size() == 1) {
              deliver();
            }
          },
          Duration.ZERO);
    }

    private void deliver() {
      while (!waiting.isEmpty()) {
        try {
          way.deliver(waiting.getFirst());
          waiting.removeFirst();
        } catch (IOException e) {
          LOG.warn(
              "{} did not take a message: {}; it is offered again in {} s",
              way.name(),
              e.getMessage(),
              NEXT_OFFER.toSeconds());
          run(this::deliver, NEXT_OFFER);
          return;
        } catch (InterruptedException closing) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }

    private void run(Runnable task, Duration pause) {
      if (!clock.isShutdown()) {
        clock.schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    void close() {
      clock.shutdownNow();
      way.close();
    }
  }

  @Override
  public void close() {
    subscription.close();
    clock.shutdownNow();
    offers.forEach(Offer::close);
  }
}
