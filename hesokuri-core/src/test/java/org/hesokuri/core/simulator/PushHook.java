package org.hesokuri.core.simulator;

import java.util.function.Predicate;

/**
 * A hook of a repository that others push to.
 *
 * @param whole whether one refused ref refuses all that was sent together ({@code pre-receive}), or
 *     itself alone ({@code update})
 * @param refuses the full names of refs that it refuses
 */
record PushHook(boolean whole, Predicate<String> refuses) {

  static final PushHook NONE = new PushHook(false, ref -> false);
}
