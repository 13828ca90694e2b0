/** How commands write JSON, for programs that read what they say. */
@NullMarked
package org.hesokuri.daemon.json;

import org.jspecify.annotations.NullMarked;
