package org.hesokuri.git.worktree;

import java.util.NavigableMap;
import java.util.Optional;

/**
 * What becomes of an index.
 *
 * @param old the index as it is
 * @param changes the new entry of each name that changes; none for a name that goes
 */
record IndexEdit(IndexFile old, NavigableMap<String, Optional<IndexEntry>> changes) {

  /** How many entries there will be in the folder, whose name is empty for the top. */
  int countIn(String folder) {
    String start = folder.isEmpty() ? "" : folder + "/";
    int count = old.countIn(start);
    for (var change : changes.tailMap(start, true).entrySet()) {
      if (!change.getKey().startsWith(start)) {
        break;
      }
      boolean before = old.entry(change.getKey()).isPresent();
      boolean after = change.getValue().isPresent();
      count += (after ? 1 : 0) - (before ? 1 : 0);
    }
    return count;
  }
}
