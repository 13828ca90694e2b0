/** How things are named in the addresses of pages and of what programs ask for. */
@NullMarked
package org.hesokuri.web.address;

import org.jspecify.annotations.NullMarked;
