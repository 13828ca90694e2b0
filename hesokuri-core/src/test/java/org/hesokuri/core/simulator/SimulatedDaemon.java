package org.hesokuri.core.simulator;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.hesokuri.core.engine.EngineTimes;
import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.core.git.Advertisement;
import org.hesokuri.core.git.KeptRefs;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.RecordedEvent;

/** One life of the daemon on a host: the production engine on simulated git and virtual time. */
final class SimulatedDaemon {

  private static final int REMEMBERED_CONFIGURATIONS = 4;

  private final SimulatedHost host;
  private final SimulatedBackend backend;
  private final VirtualScheduling scheduling;
  private final Hesokuri engine;
  private final ArrayDeque<Configuration> configurations = new ArrayDeque<>();
  private final Map<There, LastWord> lastWords = new HashMap<>();
  private final Map<There, Integer> unheard = new HashMap<>();
  private int pushing;
  private boolean halfway;
  private boolean folding;
  private boolean alive = true;

  /** A repository of a peer. */
  record There(PeerId peer, RepoPath path) {}

  /** What a peer said on a connection; connections are numbered as they open. */
  private record LastWord(int connection, Advertisement said) {}

  SimulatedDaemon(
      SimulatedWorld world,
      SimulatedHost host,
      Tampering tampering,
      Duration wallClockIsOffBy,
      KeptRefs keptRefs,
      Consumer<RecordedEvent> events) {
    this.host = host;
    this.backend = new SimulatedBackend(world, host);
    this.scheduling = new VirtualScheduling(world.time(), wallClockIsOffBy);
    this.engine =
        Hesokuri.builder()
            .backend(tampering.around(backend))
            .memory(host.memory())
            .scheduling(scheduling)
            .times(EngineTimes.DEFAULT)
            .keptRefs(keptRefs)
            .build();
    engine.listen(events);
  }

  SimulatedHost host() {
    return host;
  }

  SimulatedBackend backend() {
    return backend;
  }

  VirtualScheduling scheduling() {
    return scheduling;
  }

  Hesokuri engine() {
    return engine;
  }

  boolean isAlive() {
    return alive;
  }

  void configure(Configuration configuration) {
    configurations.addFirst(configuration);
    if (configurations.size() > REMEMBERED_CONFIGURATIONS) {
      configurations.removeLast();
    }
    engine.reconfigure(configuration, ImmutableList.of());
  }

  Configuration configuration() {
    return configurations.getFirst();
  }

  /** The configuration now and those just before, under which work may still be under way. */
  Iterable<Configuration> recentConfigurations() {
    return configurations;
  }

  /** Ends this life as SIGKILL does. */
  void kill() {
    alive = false;
    backend.kill();
    scheduling.close();
  }

  /** Ends this life as SIGTERM does; what is still at work then dies with the process. */
  void stop() {
    engine.close();
    kill();
  }

  boolean isAtWork() {
    return scheduling.isAtWork();
  }

  void isPushing(boolean now) {
    pushing += now ? 1 : -1;
  }

  void isHalfway(boolean now) {
    halfway = now;
  }

  void isFolding(boolean now) {
    folding = now;
  }

  /** Whether tips have just been folded that are still refs of their own. */
  boolean isFolding() {
    return folding;
  }

  /** Whether a tip has just been kept whose branch is not yet moved. */
  boolean isHalfway() {
    return halfway;
  }

  boolean isPushing() {
    return pushing > 0;
  }

  void opened(There there) {
    unheard.merge(there, 1, Integer::sum);
  }

  /**
   * The peer was listened to. One that was left out and taken back during a talk may speak on two
   * connections at once; the one that began later counts, whichever speaks last.
   */
  void said(There there, int connection, Advertisement all) {
    LastWord before = lastWords.get(there);
    if (before == null || before.connection != connection) {
      closedUnheard(there);
    }
    if (before == null || before.connection <= connection) {
      lastWords.put(there, new LastWord(connection, all));
    }
  }

  void closedUnheard(There there) {
    unheard.merge(there, -1, Integer::sum);
  }

  /** What the peer last said; empty if it speaks just now or never spoke in this life. */
  Optional<Advertisement> lastWord(There there) {
    return speaksNow(there)
        ? Optional.empty()
        : Optional.ofNullable(lastWords.get(there)).map(LastWord::said);
  }

  boolean speaksNow(There there) {
    return unheard.getOrDefault(there, 0) > 0;
  }
}
