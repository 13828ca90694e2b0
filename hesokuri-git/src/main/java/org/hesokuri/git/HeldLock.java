package org.hesokuri.git;

import java.io.IOException;
import java.nio.file.Path;

/** Somebody else holds a lock file of Git's. */
final class HeldLock extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient Path lock;

  HeldLock(Path lock) {
    super(lock + " is held");
    this.lock = lock;
  }

  /** The lock file. */
  Path lock() {
    return lock;
  }
}
