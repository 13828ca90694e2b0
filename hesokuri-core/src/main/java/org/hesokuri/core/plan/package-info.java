/**
 * The rules as pure functions: from what was seen to what is to be done, and to what is left and
 * why. Nothing here looks, waits or remembers.
 */
@NullMarked
package org.hesokuri.core.plan;

import org.jspecify.annotations.NullMarked;
