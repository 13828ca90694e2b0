/** How JSON is written and read, in one way. */
@NullMarked
package org.hesokuri.web.json;

import org.jspecify.annotations.NullMarked;
