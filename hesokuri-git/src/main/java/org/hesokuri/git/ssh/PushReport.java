package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;

/**
 * What a peer answered to a push.
 *
 * @param accepted the refs that it set
 * @param refused the refs that it did not set, and its words, not yet harmless
 * @param broken why other refs have no answer; empty if all have one
 */
record PushReport(
    ImmutableSet<String> accepted,
    ImmutableMap<String, String> refused,
    Optional<IOException> broken) {

  /** Whether the peer set all the refs. */
  boolean acceptedAll(Collection<RefCommand> commands) {
    return commands.stream().allMatch(command -> accepted.contains(command.ref()));
  }
}
