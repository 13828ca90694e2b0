/**
 * The configuration file as text: what it says, what is wrong with it and where, when it changes,
 * and which of its identities is this machine. Start with {@link
 * org.hesokuri.config.ConfigurationText} and {@link org.hesokuri.config.WatchedConfiguration}.
 *
 * <p>The file is data from outside: nothing of it is ever evaluated, and whatever it holds is
 * answered in time and memory bounded by its size, which is itself bounded.
 */
@NullMarked
package org.hesokuri.config;

import org.jspecify.annotations.NullMarked;
