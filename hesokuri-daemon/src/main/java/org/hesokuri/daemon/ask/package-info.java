/** Commands that ask a daemon that runs, over its API for programs of the same user. */
@NullMarked
package org.hesokuri.daemon.ask;

import org.jspecify.annotations.NullMarked;
