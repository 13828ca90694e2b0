/**
 * What long tests of all modules have in common: {@link org.hesokuri.core.testing.Share} says which
 * of their trials a run executes.
 */
@NullMarked
package org.hesokuri.core.testing;

import org.jspecify.annotations.NullMarked;
