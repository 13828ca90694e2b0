/**
 * What the tests of all modules have in common: {@link org.hesokuri.core.testing.Share} says which
 * trials of a long test a run executes, {@link org.hesokuri.core.testing.Await} waits.
 */
@NullMarked
package org.hesokuri.core.testing;

import org.jspecify.annotations.NullMarked;
