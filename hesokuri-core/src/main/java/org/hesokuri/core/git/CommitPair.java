package org.hesokuri.core.git;

import org.hesokuri.core.model.CommitHash;

/**
 * Two commits whose relation is asked for.
 *
 * @param left the commit that the answer speaks of
 * @param right the commit that it is compared with
 */
public record CommitPair(CommitHash left, CommitHash right) {}
