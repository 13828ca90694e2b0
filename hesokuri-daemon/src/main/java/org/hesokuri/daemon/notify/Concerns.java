package org.hesokuri.daemon.notify;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.status.BranchStatus;
import org.hesokuri.core.status.Holding;
import org.hesokuri.core.status.SourceStatus;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.core.status.UnsafeSince;

/**
 * What the user was told of and is not over, and the rule for what to tell next. Pure: one status
 * after the other goes in, the messages that each calls for come out.
 *
 * @param unsafe since when branches are not on every peer
 * @param told what the user was told of, by what it is about
 */
record Concerns(UnsafeSince unsafe, ImmutableMap<Concern.Key, Concern> told) {

  /** Before the first status. */
  static final Concerns NONE = new Concerns(UnsafeSince.NOTHING, ImmutableMap.of());

  /**
   * What one more status brings.
   *
   * @param next what holds from now on
   * @param messages what the user is to be told, if anything
   */
  record Step(Concerns next, ImmutableList<Message> messages) {}

  /**
   * Takes in a status.
   *
   * @param patience for how long a branch may be unsafe before that is of concern
   */
  Step with(SyncStatus status, Duration patience) {
    UnsafeSince unsafeNow = unsafe.with(status);
    Map<Concern.Key, Concern> now = new LinkedHashMap<>();
    Optional.of(status.configuration().problems())
        .filter(problems -> !problems.isEmpty())
        .ifPresent(problems -> put(now, configuration(status, problems)));
    Set<RepoPath> unknown =
        status.sources().stream()
            .filter(source -> source.state().<Boolean>fold(s -> true, r -> false, s -> true))
            .map(SourceStatus::path)
            .collect(Collectors.toSet());
    for (SourceStatus source : status.sources()) {
      for (BranchStatus branch : source.branches()) {
        attention(source.path(), branch).ifPresent(concern -> put(now, concern));
        Optional.ofNullable(unsafeNow.since().get(place(source.path(), branch)))
            .filter(since -> !since.plus(patience).isAfter(status.at()))
            .ifPresent(since -> put(now, unsafe(source.path(), branch, since)));
      }
    }
    // Of a source that is not looked at, nothing is known: nothing of it is over.
    told.forEach(
        (key, concern) -> {
          if (key.place().filter(place -> unknown.contains(place.source())).isPresent()) {
            now.putIfAbsent(key, concern);
          }
        });
    ImmutableList.Builder<Message> messages = ImmutableList.builder();
    for (Concern.Kind kind : Concern.Kind.values()) {
      message(kind, true, status.at(), notIn(now, told)).ifPresent(messages::add);
      message(kind, false, status.at(), notIn(told, now)).ifPresent(messages::add);
    }
    return new Step(new Concerns(unsafeNow, ImmutableMap.copyOf(now)), messages.build());
  }

  private static void put(Map<Concern.Key, Concern> concerns, Concern concern) {
    concerns.put(concern.key(), concern);
  }

  private static List<Concern> notIn(
      Map<Concern.Key, Concern> these, Map<Concern.Key, Concern> those) {
    return List.copyOf(Maps.filterKeys(these, key -> !those.containsKey(key)).values());
  }

  private static Optional<Message> message(
      Concern.Kind kind, boolean begun, Instant at, List<Concern> concerns) {
    ImmutableList<Concern> ofKind =
        concerns.stream()
            .filter(concern -> concern.key().kind() == kind)
            .collect(ImmutableList.toImmutableList());
    return ofKind.isEmpty() ? Optional.empty() : Optional.of(new Message(kind, begun, at, ofKind));
  }

  private Concern configuration(SyncStatus status, List<String> problems) {
    Concern.Key key = new Concern.Key(Concern.Kind.CONFIGURATION, Optional.empty());
    return new Concern(
        key,
        "the configuration "
            + Quoted.line(status.configuration().origin())
            + " is not used: "
            + String.join("; ", problems),
        Optional.ofNullable(told.get(key)).map(Concern::since).orElse(status.at()));
  }

  private static Optional<Concern> attention(RepoPath source, BranchStatus branch) {
    return branch
        .attention()
        .flatMap(
            attention ->
                kind(attention.kind())
                    .map(
                        kind ->
                            new Concern(
                                new Concern.Key(kind, Optional.of(place(source, branch))),
                                named(source) + attention.text(),
                                attention.since())));
  }

  private static Optional<Concern.Kind> kind(BranchStatus.Attention.Kind kind) {
    return switch (kind) {
      case DIVERGED -> Optional.of(Concern.Kind.DIVERGED);
      case BLOCKED -> Optional.of(Concern.Kind.BLOCKED);
      case UNWANTED_CHECKED_OUT, NOT_BACKED_UP -> Optional.empty();
    };
  }

  private static Concern unsafe(RepoPath source, BranchStatus branch, Instant since) {
    String who =
        branch.peers().entrySet().stream()
            .flatMap(each -> lacking(each.getKey(), each.getValue()).stream())
            .collect(Collectors.joining("; "));
    return new Concern(
        new Concern.Key(Concern.Kind.UNSAFE, Optional.of(place(source, branch))),
        named(source) + Quoted.plain(branch.name().text()) + " is not on every peer: " + who,
        since);
  }

  private static Optional<String> lacking(PeerId peer, Holding holding) {
    return holding.fold(
        exactly -> Optional.empty(),
        inside -> Optional.empty(),
        lacking -> Optional.of(peer + " lacks it: " + Quoted.line(lacking.why())),
        notMeant -> Optional.empty());
  }

  private static UnsafeSince.Place place(RepoPath source, BranchStatus branch) {
    return new UnsafeSince.Place(source, branch.name());
  }

  private static String named(RepoPath source) {
    return Quoted.line(source.text()) + ": ";
  }
}
