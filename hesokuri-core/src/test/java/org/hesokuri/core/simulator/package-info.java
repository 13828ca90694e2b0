/**
 * Git without files and ssh without a network, for tests: {@link
 * org.hesokuri.core.simulator.SimulatedWorld} holds machines, {@link
 * org.hesokuri.core.simulator.SimulatedBackend} is what an engine on one of them sees, and the
 * simulator runs engines on all of them under seeded chance.
 */
@NullMarked
package org.hesokuri.core.simulator;

import org.jspecify.annotations.NullMarked;
