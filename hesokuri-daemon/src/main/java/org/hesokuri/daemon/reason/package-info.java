/** Why the system refused something, in words instead of the names of Java's classes. */
@NullMarked
package org.hesokuri.daemon.reason;

import org.jspecify.annotations.NullMarked;
