package org.hesokuri.config;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.model.LiveEditRule;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.core.model.Source;
import org.hesokuri.core.model.UnwantedRule;

/** Reads source definitions, extensible and simple ones. */
final class SourceCheck {

  private static final ImmutableSet<String> KEYS =
      ImmutableSet.of(
          ":host-to-path", ":live-edit-branches", ":unwanted-branches", ":keep-days", ":comment");

  private static final String RIGHT_SOURCE =
      "a source such as {:host-to-path {\"host-1\" \"/home/me/repo\"}}";

  private static final String RIGHT_PATHS =
      "a map of identities to paths such as {\"host-1\" \"/home/me/repo\"}";

  /** Ten peers of 1,000 sources are named ten thousand times, and are ten. */
  private static final Interner<PeerId> PEERS = Interners.newWeakInterner();

  private final Problems problems;
  private final Problems warnings;
  private final List<PlacedPath> allPaths;
  private final Duration keepByDefault;
  private final RuleCheck rules;

  /**
   * Makes a reader.
   *
   * @param allPaths receives each path that is understood, also those of sources with problems, so
   *     that problems between sources are told in the same breath
   */
  SourceCheck(
      Problems problems, Problems warnings, List<PlacedPath> allPaths, Duration keepByDefault) {
    this.problems = problems;
    this.warnings = warnings;
    this.allPaths = allPaths;
    this.keepByDefault = keepByDefault;
    this.rules = new RuleCheck(problems);
  }

  static boolean isSourceKey(Form key) {
    return key instanceof Form.Key keyword && KEYS.contains(keyword.name());
  }

  /** The source; empty if what it needs most is wrong, which is told. */
  Optional<PlacedSource> read(Form form) {
    if (!(form instanceof Form.Entries map)) {
      Expectation.tell(problems, RIGHT_SOURCE, form);
      return Optional.empty();
    }
    // Without any keyword it is a simple definition, the empty one too: it lacks an entry.
    boolean simple = map.entries().stream().noneMatch(e -> e.key() instanceof Form.Key);
    return simple
        ? paths(map).map(paths -> placed(paths, LiveEditRule.DEFAULT, UnwantedRule.NONE))
        : extensible(map);
  }

  private Optional<PlacedSource> extensible(Form.Entries map) {
    Optional<ImmutableList<PlacedPath>> paths = Optional.empty();
    boolean statesPaths = false;
    LiveEditRule liveEdit = LiveEditRule.DEFAULT;
    UnwantedRule unwanted = UnwantedRule.NONE;
    Duration keepFor = keepByDefault;
    for (Form.Entry entry : map.entries()) {
      Form value = entry.value();
      switch (nameOf(entry.key())) {
        case ":host-to-path" -> {
          statesPaths = true;
          paths = paths(value);
        }
        case ":live-edit-branches" -> liveEdit = rules.liveEdit(value).orElse(liveEdit);
        case ":unwanted-branches" -> unwanted = rules.unwanted(value).orElse(unwanted);
        case ":keep-days" -> keepFor = Days.read(value, problems).orElse(keepFor);
        case ":comment", "" -> {}
        default ->
            warnings.add(
                entry.key().at(),
                () ->
                    entry.key().described()
                        + " is not known in a source and ignored; known are "
                        + String.join(", ", KEYS));
      }
    }
    if (!statesPaths) {
      problems.add(map.at(), () -> "this source has no :host-to-path; expected " + RIGHT_SOURCE);
    }
    if (paths.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(placed(paths.get(), liveEdit, unwanted, keepFor));
  }

  /** The name of a keyword; empty if it is none, which is told. */
  private String nameOf(Form key) {
    if (key instanceof Form.Key keyword) {
      return keyword.name();
    }
    String expected = "one of the keywords " + String.join(", ", KEYS);
    Expectation.tell(problems, expected + " as key, as elsewhere in this source", key);
    return "";
  }

  private PlacedSource placed(
      ImmutableList<PlacedPath> paths, LiveEditRule liveEdit, UnwantedRule unwanted) {
    return placed(paths, liveEdit, unwanted, keepByDefault);
  }

  private static PlacedSource placed(
      ImmutableList<PlacedPath> paths,
      LiveEditRule liveEdit,
      UnwantedRule unwanted,
      Duration keepFor) {
    ImmutableSortedMap<PeerId, RepoPath> byPeer =
        paths.stream()
            .collect(
                ImmutableSortedMap.toImmutableSortedMap(
                    PeerId::compareTo, PlacedPath::peer, PlacedPath::path));
    return new PlacedSource(new Source(byPeer, liveEdit, unwanted, keepFor), paths);
  }

  /** The entries, at least one; empty if there is none, which is told as its cause. */
  private Optional<ImmutableList<PlacedPath>> paths(Form form) {
    if (!(form instanceof Form.Entries map)) {
      Expectation.tell(problems, RIGHT_PATHS, form);
      return Optional.empty();
    }
    if (map.entries().isEmpty()) {
      problems.add(map.at(), () -> "no machine holds this source; expected " + RIGHT_PATHS);
    }
    ImmutableList.Builder<PlacedPath> entries = ImmutableList.builder();
    for (Form.Entry entry : map.entries()) {
      Optional<PeerId> peer =
          text(entry.key(), "an identity in quotes", name -> PEERS.intern(new PeerId(name)));
      Optional<RepoPath> path = text(entry.value(), "a path in quotes", RepoPath::new);
      if (peer.isPresent() && path.isPresent()) {
        entries.add(new PlacedPath(entry.key().at(), peer.get(), entry.value().at(), path.get()));
      }
    }
    ImmutableList<PlacedPath> understood = entries.build();
    allPaths.addAll(understood);
    return Optional.of(understood).filter(list -> !list.isEmpty());
  }

  private <T> Optional<T> text(Form form, String expected, Function<String, T> type) {
    return Expectation.text(problems, expected, form, type);
  }
}
