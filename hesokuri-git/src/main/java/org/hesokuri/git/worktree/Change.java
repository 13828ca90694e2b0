package org.hesokuri.git.worktree;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hesokuri.core.model.Quoted;

/**
 * A path that differs between the old and the new tree.
 *
 * @param path the path below the top folder, parts separated by {@code /}
 * @param before what the old tree has there
 * @param after what the new tree has there
 */
record Change(String path, Optional<Side> before, Optional<Side> after) {

  /** The path as {@link IndexFile} names it. */
  String indexName() {
    return IndexFile.name(path.getBytes(StandardCharsets.UTF_8));
  }

  /** The path for people. */
  String shown() {
    return Quoted.plain(path);
  }

  boolean isDeletion() {
    return after.isEmpty();
  }
}
