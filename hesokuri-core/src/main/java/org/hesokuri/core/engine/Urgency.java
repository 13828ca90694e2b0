package org.hesokuri.core.engine;

/** What comes first where work has to wait. */
enum Urgency {
  /** Somebody waits for it: a branch has moved, or a machine has come back. */
  MOVED,
  /** Done because time has passed: what it finds is, nearly always, what was there before. */
  ROUTINE
}
