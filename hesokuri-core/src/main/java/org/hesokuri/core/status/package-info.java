/**
 * What a person or a program may ask about the daemon: {@link org.hesokuri.core.status.SyncStatus},
 * how things stand now, and {@link org.hesokuri.core.status.SyncEvent}, what happened. Pages and
 * command lines read nothing else.
 */
@NullMarked
package org.hesokuri.core.status;

import org.jspecify.annotations.NullMarked;
