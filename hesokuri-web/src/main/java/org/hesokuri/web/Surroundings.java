package org.hesokuri.web;

import java.util.Optional;

/**
 * What the pages can tell besides what the engine says.
 *
 * @param machine what this machine is called, for those who have not written a configuration yet
 * @param activity what happened, kept over restarts; without it, the pages tell what the engine
 *     remembers
 */
public record Surroundings(Optional<String> machine, Optional<ActivityFile> activity) {

  /** Nothing besides. */
  public static final Surroundings NONE = new Surroundings(Optional.empty(), Optional.empty());
}
