/** How log lines look; named by {@code logback.xml}. */
@NullMarked
package org.hesokuri.daemon.log;

import org.jspecify.annotations.NullMarked;
