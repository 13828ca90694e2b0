/** What a monitoring system is told, in numbers. */
@NullMarked
package org.hesokuri.web.metrics;

import org.jspecify.annotations.NullMarked;
