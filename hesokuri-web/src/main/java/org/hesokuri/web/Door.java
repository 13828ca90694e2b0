package org.hesokuri.web;

import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** A way in, and what is asked there of everybody. */
interface Door {

  /** Lets nobody in, by whatever name. */
  Door CLOSED = new ClosedDoor();

  /**
   * Whether this is a name by which a browser may call us here, so that no name of somebody else's
   * can be made to lead to us.
   *
   * @param hostAndPort in lower case, as in the {@code Host} header
   */
  boolean answersTo(Request request, String hostAndPort);

  /** What to tell those who call us by another name. */
  String names();

  /** How to ask for what a request lacks, in a {@code WWW-Authenticate} header. */
  String challenge();

  /** How our own page's address begins: {@code http://} or {@code https://}. */
  String scheme();

  /** Whether people come in with a password. */
  boolean asksForPassword();

  /** Why whoever sends this may not come in; empty if they may. */
  Optional<Refusal> admit(Request request);
}
