package org.hesokuri.git.worktree;

import java.util.Optional;

/**
 * One path, and what must be there before and after.
 *
 * @param number names its files in the {@link AdvanceFolder}
 * @param path below the top folder of the worktree
 * @param before what lies there; empty if nothing does
 * @param after what shall lie there; empty if nothing shall
 */
record Planned(
    int number, String path, Optional<FileContent> before, Optional<FileContent> after) {}
