/** The program: command line, environment, log, and how the parts are put together. */
@NullMarked
package org.hesokuri.daemon;

import org.jspecify.annotations.NullMarked;
