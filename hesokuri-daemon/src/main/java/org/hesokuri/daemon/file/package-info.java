/** Files of the user's and of the daemon's that are replaced in one go. */
@NullMarked
package org.hesokuri.daemon.file;

import org.jspecify.annotations.NullMarked;
