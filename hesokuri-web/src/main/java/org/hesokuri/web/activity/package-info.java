/** What happened, in the form in which it is shown and kept over restarts. */
@NullMarked
package org.hesokuri.web.activity;

import org.jspecify.annotations.NullMarked;
