package org.hesokuri.core.simulator;

import org.hesokuri.core.git.GitBackend;

/** Makes a backend do wrong, to see that the simulator notices. */
interface Tampering {

  /** Leaves everything as it is. */
  Tampering NONE = backend -> backend;

  /** What the engine is given instead of the backend. */
  GitBackend around(SimulatedBackend backend);
}
