/** How JSON is written for programs, and read. */
@NullMarked
package org.hesokuri.daemon.json;

import org.jspecify.annotations.NullMarked;
