package org.hesokuri.config;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.Quoted;

/**
 * What no source of a file shows by itself: identities that differ only in case, and folders that
 * two sources share on one machine.
 */
final class CrossCheck {

  // No path holds U+0000, so sorted like this a folder is followed by all that lies in it.
  private static final Comparator<PlacedPath> FOLDER_BEFORE_CONTENT =
      Comparator.<PlacedPath, String>comparing(entry -> entry.path().text().replace('/', '\0'))
          .thenComparing(PlacedPath::pathAt);

  private CrossCheck() {}

  /** Tells the first use of each spelling of an identity but the first spelling. */
  static void tellDifferingCase(List<PlacedPath> entries, Problems problems) {
    Map<String, PlacedPath> firstByFolded = new HashMap<>();
    Map<PeerId, PlacedPath> firstBySpelling = new HashMap<>();
    for (PlacedPath entry : entries) {
      PlacedPath first =
          Optional.ofNullable(
                  firstByFolded.putIfAbsent(entry.peer().name().toLowerCase(Locale.ROOT), entry))
              .orElse(entry);
      boolean newSpelling = firstBySpelling.putIfAbsent(entry.peer(), entry) == null;
      if (newSpelling && !first.peer().equals(entry.peer())) {
        problems.add(
            entry.peerAt(),
            () ->
                "the identity "
                    + Quoted.of(entry.peer().name())
                    + " differs only in case from "
                    + Quoted.of(first.peer().name())
                    + " at "
                    + first.peerAt()
                    + "; use one spelling");
      }
    }
  }

  /**
   * Tells each path that is, or lies in, the path of another entry of the same peer.
   *
   * @param entries of all sources; one source has at most one entry of a peer
   */
  static void tellSharedFolders(List<PlacedPath> entries, Problems problems) {
    ImmutableListMultimap<PeerId, PlacedPath> byPeer = Multimaps.index(entries, PlacedPath::peer);
    byPeer.asMap().values().forEach(ofPeer -> tellSharedFoldersOfPeer(ofPeer, problems));
  }

  private static void tellSharedFoldersOfPeer(Collection<PlacedPath> entries, Problems problems) {
    List<PlacedPath> sorted = new ArrayList<>(entries);
    sorted.sort(FOLDER_BEFORE_CONTENT);
    Deque<PlacedPath> around = new ArrayDeque<>();
    for (PlacedPath entry : sorted) {
      while (!around.isEmpty() && !entry.path().isWithin(around.element().path())) {
        around.pop();
      }
      if (!around.isEmpty()) {
        tell(around.element(), entry, problems);
      }
      around.push(entry);
    }
  }

  private static void tell(PlacedPath outer, PlacedPath inner, Problems problems) {
    boolean innerIsLater = inner.pathAt().compareTo(outer.pathAt()) > 0;
    PlacedPath later = innerIsLater ? inner : outer;
    PlacedPath earlier = innerIsLater ? outer : inner;
    String nested = innerIsLater ? " lies inside " : " contains ";
    String relation = inner.path().equals(outer.path()) ? " is the same folder as " : nested;
    problems.add(
        later.pathAt(),
        () ->
            "on "
                + Quoted.of(later.peer().name())
                + ", the path "
                + Quoted.of(later.path().text())
                + relation
                + Quoted.of(earlier.path().text())
                + " of another source at "
                + earlier.pathAt()
                + "; give each source a folder of its own");
  }
}
