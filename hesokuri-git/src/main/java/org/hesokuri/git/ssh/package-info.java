/**
 * Connections to peers: ssh as the user's own ssh does it, one pooled session per peer, and Git's
 * push protocol on it. {@link org.hesokuri.git.ssh.SshPeers} is the door.
 *
 * <p>What is spoken to {@code git-receive-pack} is written here rather than left to JGit's push
 * connection, for three reasons: a displaced tip that is missing on this machine must be kept on
 * the peer all the same; a pack that cannot be made must be noticed before anything is sent; and
 * what a peer refused must be told apart from what it never answered.
 */
@NullMarked
package org.hesokuri.git.ssh;

import org.jspecify.annotations.NullMarked;
