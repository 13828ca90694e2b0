/**
 * What is shown, in words: {@link org.hesokuri.web.page.Pages} makes text and HTML of an engine's
 * status and events. Nothing of HTTP is known here.
 */
@NullMarked
package org.hesokuri.web.page;

import org.jspecify.annotations.NullMarked;
