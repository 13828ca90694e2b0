/**
 * What a person writes in the configuration and what Git calls things: peers, sources, branches and
 * commits as immutable values that cannot be invalid. Start with {@link
 * org.hesokuri.core.model.Configuration}.
 */
@NullMarked
package org.hesokuri.core.model;

import org.jspecify.annotations.NullMarked;
