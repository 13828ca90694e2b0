/**
 * Random traces: what users and the port do, replayed on two backends side by side, with equal
 * results after every operation. {@link org.hesokuri.core.contract.trace.TwinTrace} is the door.
 */
@NullMarked
package org.hesokuri.core.contract.trace;

import org.jspecify.annotations.NullMarked;
