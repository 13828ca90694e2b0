package org.hesokuri.core.engine;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.hesokuri.core.git.CommitSummary;
import org.hesokuri.core.model.CommitHash;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.status.PeerStatus;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncEvent;
import org.hesokuri.core.status.SyncStatus;

/** Starts and stops workers as the configuration says, and passes on what they tell each other. */
final class Engine implements Hesokuri {

  private final EngineParts parts;
  private final String origin;
  // Guarded by this; a worker and the list of its pushes are replaced, never changed.
  private final SortedMap<RepoPath, SourceWorker> workers = new TreeMap<>();
  private final Map<RepoPath, ImmutableList<SourcePush>> pushes = new HashMap<>();
  // The last one closed at each path; it may still be in the middle of its last round.
  private final Map<RepoPath, SourceWorker> leaving = new HashMap<>();
  private final SortedMap<PeerId, PeerLink> links = new TreeMap<>();
  private Optional<Configuration> running = Optional.empty();
  private Instant since;
  private ImmutableList<String> problems = ImmutableList.of();
  private ImmutableList<String> warnings = ImmutableList.of();
  private boolean closed;

  Engine(EngineParts parts, String origin) {
    this.parts = parts;
    this.origin = origin;
    this.since = parts.scheduling().now();
  }

  @Override
  public void reconfigure(Configuration configuration, ImmutableList<String> newWarnings) {
    // Told after the lock is given back: a listener may ask for the status.
    List<SyncEvent> news = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      ConfigurationChange change = ConfigurationChange.between(running, configuration);
      boolean changed = !running.equals(Optional.of(configuration)) || !problems.isEmpty();
      if (changed) {
        since = parts.scheduling().now();
      }
      if (changed || !warnings.equals(newWarnings)) {
        news.add(
            new SyncEvent.ConfigurationApplied(
                configuration.sourcesHere().size(), configuration.peers().size(), newWarnings));
      }
      running = Optional.of(configuration);
      problems = ImmutableList.of();
      warnings = newWarnings;
      change.stopped().forEach(path -> news.add(new SyncEvent.SourceDropped(path)));
      apply(change, configuration);
    }
    news.forEach(parts.events()::tell);
  }

  private void apply(ConfigurationChange change, Configuration configuration) {
    change.stopped().forEach(this::stop);
    for (PeerId peer : change.peersGone()) {
      Optional.ofNullable(links.remove(peer)).ifPresent(PeerLink::close);
    }
    for (PeerId peer : change.peersCome()) {
      links.put(peer, new PeerLink(peer, parts));
    }
    change.kept().forEach((path, source) -> redefine(path, definition(configuration, source)));
    change.started().forEach((path, source) -> start(path, definition(configuration, source)));
  }

  private static Definition definition(Configuration configuration, Source source) {
    return new Definition(configuration.self(), configuration.identities(), source);
  }

  private void start(RepoPath path, Definition definition) {
    SourceWorker worker =
        new SourceWorker(path, definition, parts, (before, now) -> published(path, before, now));
    Optional.ofNullable(leaving.remove(path)).ifPresent(worker::follow);
    workers.put(path, worker);
    pushes.put(path, pushesOf(worker, definition, ImmutableList.of()));
    worker.poke();
  }

  private void redefine(RepoPath path, Definition definition) {
    SourceWorker worker = Objects.requireNonNull(workers.get(path));
    if (!worker.definition().equals(definition)) {
      ImmutableList<SourcePush> before = Objects.requireNonNull(pushes.get(path));
      ImmutableList<SourcePush> after = pushesOf(worker, definition, before);
      pushes.put(path, after);
      before.stream().filter(push -> !after.contains(push)).forEach(SourcePush::close);
      worker.redefine(definition);
    }
  }

  private void stop(RepoPath path) {
    Optional.ofNullable(pushes.remove(path)).ifPresent(all -> all.forEach(SourcePush::close));
    SourceWorker worker = workers.remove(path);
    if (worker != null) {
      worker.close();
      leaving.put(path, worker);
    }
  }

  /** One push for each peer of the source; those that did not change are taken over. */
  private ImmutableList<SourcePush> pushesOf(
      SourceWorker worker, Definition definition, List<SourcePush> before) {
    ImmutableList.Builder<SourcePush> all = ImmutableList.builder();
    for (PeerId peer : definition.source().peersBesides(definition.self())) {
      RepoPath there = definition.source().pathOn(peer).orElseThrow();
      PeerLink link = Objects.requireNonNull(links.get(peer));
      all.add(
          before.stream()
              .filter(push -> push.peer().equals(peer))
              .filter(push -> push.pathThere().equals(there) && push.link() == link)
              .findFirst()
              .orElseGet(() -> new SourcePush(worker, peer, there, link, parts)));
    }
    return all.build();
  }

  private void published(RepoPath path, Optional<SourceView> before, SourceView now) {
    ImmutableList<SourcePush> all;
    synchronized (this) {
      all = pushes.getOrDefault(path, ImmutableList.of());
    }
    // A copy that is new or moved came from its peer, or from one that has met it: it is back.
    ImmutableSet<PeerId> back =
        before
            .map(then -> now.situation().heardOfSince(then.situation()))
            .orElse(ImmutableSet.of());
    boolean news = before.filter(now::givesWhatItDid).isEmpty();
    for (SourcePush push : all) {
      if (back.contains(push.peer())) {
        push.link().tryNow();
        push.heardOf();
      } else if (news || push.waitsForLook()) {
        push.poke();
      }
    }
  }

  @Override
  public void rejectConfiguration(ImmutableList<String> newProblems) {
    boolean news;
    synchronized (this) {
      news = !problems.equals(newProblems);
      problems = newProblems;
    }
    if (news) {
      parts.events().tell(new SyncEvent.ConfigurationRejected(origin, newProblems));
    }
  }

  @Override
  public SyncStatus status() {
    List<SourceWorker> allWorkers;
    ImmutableSortedMap<RepoPath, ImmutableList<SourcePush>> allPushes;
    List<PeerLink> allLinks;
    SyncStatus.ConfigurationStatus configuration;
    synchronized (this) {
      allWorkers = new ArrayList<>(workers.values());
      allPushes = ImmutableSortedMap.copyOf(pushes);
      allLinks = new ArrayList<>(links.values());
      configuration =
          new SyncStatus.ConfigurationStatus(running, origin, since, problems, warnings);
    }
    ImmutableList.Builder<SourceStatus> sources = ImmutableList.builder();
    for (SourceWorker worker : allWorkers) {
      sources.add(
          StatusBoard.sourceStatus(
              worker, allPushes.getOrDefault(worker.path(), ImmutableList.of())));
    }
    ImmutableList<PeerStatus> peers =
        allLinks.stream().map(PeerLink::status).collect(ImmutableList.toImmutableList());
    return new SyncStatus(parts.scheduling().now(), configuration, sources.build(), peers);
  }

  @Override
  public ImmutableList<RecordedEvent> recentEvents() {
    return parts.events().recent();
  }

  @Override
  public Subscription listen(Consumer<RecordedEvent> listener) {
    return parts.events().listen(listener);
  }

  @Override
  public boolean pushNow(PeerId peer) {
    List<SourcePush> toPeer = new ArrayList<>();
    Optional<PeerLink> link;
    synchronized (this) {
      link = Optional.ofNullable(links.get(peer));
      pushes
          .values()
          .forEach(all -> all.stream().filter(p -> p.peer().equals(peer)).forEach(toPeer::add));
    }
    link.ifPresent(PeerLink::tryNow);
    toPeer.forEach(SourcePush::hurry);
    return link.isPresent();
  }

  @Override
  public boolean look(RepoPath source) {
    Optional<SourceWorker> worker = worker(source);
    worker.ifPresent(SourceWorker::poke);
    return worker.isPresent();
  }

  @Override
  public ImmutableMap<CommitHash, CommitSummary> describe(
      RepoPath source, ImmutableSet<CommitHash> commits) {
    return worker(source)
        .flatMap(worker -> worker.read(repository -> repository.describe(commits)))
        .orElse(ImmutableMap.of());
  }

  @Override
  public ImmutableList<CommitSummary> history(
      RepoPath source, CommitHash tip, ImmutableSet<CommitHash> without, int most) {
    return worker(source)
        .flatMap(worker -> worker.read(repository -> repository.history(tip, without, most)))
        .orElse(ImmutableList.of());
  }

  private synchronized Optional<SourceWorker> worker(RepoPath source) {
    return Optional.ofNullable(workers.get(source));
  }

  @Override
  public void lookNow() {
    List<SourceWorker> all;
    synchronized (this) {
      all = new ArrayList<>(workers.values());
    }
    all.forEach(SourceWorker::poke);
  }

  @Override
  public void close() {
    List<SourceWorker> stopped = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      pushes.values().forEach(all -> all.forEach(SourcePush::close));
      links.values().forEach(PeerLink::close);
      stopped.addAll(workers.values());
    }
    // Connections are cut first: what waits for a peer must not delay the end.
    parts.backend().close();
    stopped.forEach(SourceWorker::close);
    parts.scheduling().close();
  }
}
