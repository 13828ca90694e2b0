package org.hesokuri.git.ssh;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.util.Optional;

/**
 * What a peer answered to a push.
 *
 * @param accepted the refs that it set
 * @param refused the refs that it did not set, and its words, not yet harmless
 * @param ofTheWhole whether it refused all together, so that a part of it may be welcome
 * @param broken why other refs have no answer; empty if all have one
 */
record PushReport(
    ImmutableSet<String> accepted,
    ImmutableMap<String, String> refused,
    boolean ofTheWhole,
    Optional<IOException> broken) {}
