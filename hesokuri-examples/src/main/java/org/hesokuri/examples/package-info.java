/** Programs that use Hesokuri's modules without the daemon. */
@NullMarked
package org.hesokuri.examples;

import org.jspecify.annotations.NullMarked;
