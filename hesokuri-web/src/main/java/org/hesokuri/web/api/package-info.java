/** The JSON that programs read: its words, its lists and its errors. */
@NullMarked
package org.hesokuri.web.api;

import org.jspecify.annotations.NullMarked;
