/** Since when branches are not on every peer that should hold them. */
@NullMarked
package org.hesokuri.web.unsafe;

import org.jspecify.annotations.NullMarked;
