/**
 * The port through which the engine sees Git: repositories on this machine and connections to
 * peers, in plain data. {@link org.hesokuri.core.git.GitBackend} is the door; whoever implements it
 * holds the promises that its types write down.
 */
@NullMarked
package org.hesokuri.core.git;

import org.jspecify.annotations.NullMarked;
