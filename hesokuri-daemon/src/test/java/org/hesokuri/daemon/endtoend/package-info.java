/**
 * Whole machines in one: daemons from the built jar, each a process with a home of its own, real
 * sshd processes between them, repositories made by C git.
 */
@NullMarked
package org.hesokuri.daemon.endtoend;

import org.jspecify.annotations.NullMarked;
