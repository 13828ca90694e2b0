/** Benchmarks: what the daemon costs, each figure beside what git itself costs in the same run. */
@NullMarked
package org.hesokuri.bench;

import org.jspecify.annotations.NullMarked;
