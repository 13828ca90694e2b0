/**
 * Git for the engine: {@link org.hesokuri.git.JGitBackend} implements the port, {@link
 * org.hesokuri.git.JGitEnvironment} makes JGit behave in this process.
 */
@NullMarked
package org.hesokuri.git;

import org.jspecify.annotations.NullMarked;
