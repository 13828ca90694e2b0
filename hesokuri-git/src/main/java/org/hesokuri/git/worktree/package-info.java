/**
 * The safe fast-forward of a checked-out branch: files, index and branch move together or not at
 * all, and no byte of the user's is lost on the way. {@link
 * org.hesokuri.git.worktree.WorktreeFastForward} is the door.
 */
@NullMarked
package org.hesokuri.git.worktree;

import org.jspecify.annotations.NullMarked;
