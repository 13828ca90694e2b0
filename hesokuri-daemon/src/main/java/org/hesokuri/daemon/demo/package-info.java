/**
 * {@code hesokuri demo}: three machines in one process, with nothing to set up. {@link
 * org.hesokuri.daemon.demo.Demo} is the door.
 */
@NullMarked
package org.hesokuri.daemon.demo;

import org.jspecify.annotations.NullMarked;
