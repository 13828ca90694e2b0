package org.hesokuri.core.git;

import org.hesokuri.core.model.CommitHash;

/**
 * Displaced tips of one week that are kept together: the ref {@code refs/hesokuri/folded/<week>}
 * points to a commit whose parents are such tips and, where one commit does not hold all, an
 * earlier commit of the kind. A thousand kept tips then cost a peer that asks no more than one.
 *
 * @param week the week
 * @param commit what the ref points to
 * @param tips how many tips are kept by it
 */
public record KeptFold(FoldWeek week, CommitHash commit, int tips) {}
