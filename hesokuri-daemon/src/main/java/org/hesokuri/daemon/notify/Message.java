package org.hesokuri.daemon.notify;

import com.google.common.collect.ImmutableList;
import java.time.Instant;

/**
 * What the user is told at once: all concerns of a kind that began, or ended, together.
 *
 * @param kind of what kind they are
 * @param begun whether they began; otherwise they are over
 * @param at when that was noticed
 * @param concerns at least one
 */
record Message(Concern.Kind kind, boolean begun, Instant at, ImmutableList<Concern> concerns) {}
