/** The pages in a real browser: what {@code ./verify} runs. */
@NullMarked
package org.hesokuri.web.browser;

import org.jspecify.annotations.NullMarked;
