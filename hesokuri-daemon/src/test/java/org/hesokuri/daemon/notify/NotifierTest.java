package org.hesokuri.daemon.notify;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.status.SyncStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;

/** When a look is due, and what a way that takes nothing costs the others. */
final class NotifierTest {

  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final RecordedEvent EVENT =
      new RecordedEvent(1, NOW, new SyncEvent.PeerMet(new PeerId("nas")));

  private final Hesokuri engine = mock(Hesokuri.class);
  private final Hesokuri.Subscription subscription = mock(Hesokuri.Subscription.class);
  private final ScheduledExecutorService looks = mock(ScheduledExecutorService.class);
  private final ScheduledExecutorService offers = mock(ScheduledExecutorService.class);
  private final Way well = mock(Way.class);
  private final Way ill = mock(Way.class);
  private Notifier notifier;

  @BeforeEach
  void start() throws Exception {
    when(engine.listen(any())).thenReturn(subscription);
    when(engine.status()).thenReturn(status());
    // What is not to wait is done at once.
    when(offers.schedule(any(Runnable.class), eq(0L), any()))
        .thenAnswer(
            call -> {
              call.getArgument(0, Runnable.class).run();
              return null;
            });
    doThrow(new IOException("it is off")).when(ill).deliver(any());
    notifier =
        new Notifier(
            engine,
            Duration.ZERO,
            ImmutableList.of(ill, well),
            name -> name.equals(Notifier.LOOKS) ? looks : offers);
  }

  private static SyncStatus status(String... problems) {
    return new SyncStatus(
        NOW,
        new SyncStatus.ConfigurationStatus(
            Optional.empty(),
            "/home/u/.hesocfg",
            NOW,
            ImmutableList.copyOf(problems),
            ImmutableList.of()),
        ImmutableList.of(),
        ImmutableList.of());
  }

  /** What the clock was given to do in a while, again and again. */
  private Runnable regularLook() {
    ArgumentCaptor<Runnable> look = ArgumentCaptor.forClass(Runnable.class);
    verify(looks).scheduleWithFixedDelay(look.capture(), eq(5_000L), eq(5_000L), eq(MILLISECONDS));
    return look.getValue();
  }

  private Consumer<RecordedEvent> listener() {
    @SuppressWarnings("unchecked") // A class cannot say of what it is a consumer.
    ArgumentCaptor<Consumer<RecordedEvent>> listener = ArgumentCaptor.forClass(Consumer.class);
    verify(engine).listen(listener.capture());
    return listener.getValue();
  }

  @Test
  void looksSoonAfterAnEventAndOnceForManyAtATime() {
    Consumer<RecordedEvent> listener = listener();
    listener.accept(EVENT);
    listener.accept(EVENT);
    ArgumentCaptor<Runnable> look = ArgumentCaptor.forClass(Runnable.class);
    verify(looks, times(1)).schedule(look.capture(), eq(100L), eq(MILLISECONDS));
    verify(engine, never()).status();
    look.getValue().run();
    verify(engine).status();
    listener.accept(EVENT);
    verify(looks, times(2)).schedule(any(Runnable.class), eq(100L), eq(MILLISECONDS));
  }

  @Test
  void offersAgainWhatAWayDidNotTakeAndHoldsUpNoOther() throws Exception {
    when(engine.status()).thenReturn(status("line 1: no"));
    regularLook().run();
    verify(ill).deliver(any());
    verify(well).deliver(any());
    Runnable again = nextOffer();
    doNothing().when(ill).deliver(any());
    again.run();
    verify(ill, times(2)).deliver(any());
    verify(well, times(1)).deliver(any());
    again.run();
    verify(ill, times(2)).deliver(any());
  }

  private Runnable nextOffer() {
    ArgumentCaptor<Runnable> offer = ArgumentCaptor.forClass(Runnable.class);
    verify(offers).schedule(offer.capture(), eq(60_000L), eq(MILLISECONDS));
    return offer.getValue();
  }

  @Test
  void dropsTheOldestOfAHundredThatAWayDoesNotTake() throws Exception {
    Runnable look = regularLook();
    for (int i = 0; i < 101; i++) {
      when(engine.status()).thenReturn(i % 2 == 0 ? status("line " + i + ": no") : status());
      look.run();
    }
    verify(ill, times(1)).deliver(any());
    Runnable again = nextOffer();
    Mockito.reset(ill);
    again.run();
    ArgumentCaptor<byte[]> taken = ArgumentCaptor.forClass(byte[].class);
    verify(ill, times(100)).deliver(taken.capture());
    List<String> texts =
        taken.getAllValues().stream()
            .map(json -> new String(json, StandardCharsets.UTF_8))
            .toList();
    assertThat(IntStream.range(0, 100))
        .allMatch(i -> texts.get(i).contains(i % 2 == 0 ? "\"over\"" : "\"begun\""));
    assertThat(texts.get(99)).contains("line 100: no");
  }

  @Test
  void goesOnLookingAfterALookThatFailed() throws Exception {
    when(engine.status())
        .thenThrow(new IllegalStateException("a bug"))
        .thenReturn(status("line 1: no"));
    Runnable look = regularLook();
    look.run();
    verify(well, never()).deliver(any());
    look.run();
    verify(well).deliver(any());
  }

  @Test
  void letsGoOfEveryoneAtTheEnd() {
    notifier.close();
    verify(subscription).close();
    verify(looks).shutdownNow();
    verify(offers, times(2)).shutdownNow();
    verify(ill).close();
    verify(well).close();
    when(looks.isShutdown()).thenReturn(true);
    listener().accept(EVENT);
    verify(looks, never()).schedule(any(Runnable.class), anyLong(), any());
  }
}
