/**
 * The engine: sources and peers as serial workers that look, plan, do and say. {@link
 * org.hesokuri.core.engine.Hesokuri} is the door for whoever embeds it.
 */
@NullMarked
package org.hesokuri.core.engine;

import org.jspecify.annotations.NullMarked;
