/**
 * A world in memory in which the production engine runs on one thread and a virtual clock: hosts
 * with disks, users, links, crashes. The fake of the Git port here is stricter than the real one.
 */
@NullMarked
package org.hesokuri.core.simulation;

import org.jspecify.annotations.NullMarked;
