package org.hesokuri.core.git;

/**
 * A mark of everything that a repository on a peer would list, without what it would list. Two
 * equal ones mean that it would list the same at both times. Two that differ mean nothing.
 *
 * @param text whatever the peer can say of it, such as the times at which its files changed
 */
public record RefsMark(String text) {}
