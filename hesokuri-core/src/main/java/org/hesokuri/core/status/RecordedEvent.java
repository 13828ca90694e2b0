package org.hesokuri.core.status;

import java.time.Instant;

/**
 * Something that happened, with its place in the order of things.
 *
 * @param id one more than that of the event before it; the first one of a daemon's life is 1
 * @param at when it happened
 * @param event what happened
 */
public record RecordedEvent(long id, Instant at, SyncEvent event) {}
