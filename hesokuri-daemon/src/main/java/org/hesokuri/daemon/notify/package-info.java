/** Tells the user what somebody should do something about, where no page is open. */
@NullMarked
package org.hesokuri.daemon.notify;

import org.jspecify.annotations.NullMarked;
