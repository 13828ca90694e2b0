/** Files and folders that are still there after a loss of power. */
@NullMarked
package org.hesokuri.git.disk;

import org.jspecify.annotations.NullMarked;
