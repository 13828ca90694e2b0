/** The pages in a real browser: what {@code mvn verify} runs. */
@NullMarked
package org.hesokuri.web.browser;

import org.jspecify.annotations.NullMarked;
