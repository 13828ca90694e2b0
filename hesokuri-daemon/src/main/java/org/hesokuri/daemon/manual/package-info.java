/** The manual page, made of what the command line says of itself. */
@NullMarked
package org.hesokuri.daemon.manual;

import org.jspecify.annotations.NullMarked;
