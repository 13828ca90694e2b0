package org.hesokuri.core.git;

import java.util.Optional;

/**
 * What a peer says of one repository when it is asked about many at once.
 *
 * @param mark a mark of what it would list
 * @param contents what its refs were a moment after the mark; empty unless that was asked for, and
 *     where the peer cannot say it without git
 */
public record SurveyedRefs(RefsMark mark, Optional<Advertisement> contents) {}
