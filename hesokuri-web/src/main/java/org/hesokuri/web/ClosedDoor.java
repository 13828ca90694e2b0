package org.hesokuri.web;

import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** What stands where no way in was opened. */
final class ClosedDoor implements Door {

  @Override
  public boolean answersTo(Request request, String hostAndPort) {
    return false;
  }

  @Override
  public String names() {
    return "this page answers to nobody here";
  }

  @Override
  public String challenge() {
    return "Bearer realm=\"hesokuri\"";
  }

  @Override
  public String scheme() {
    return "https://";
  }

  @Override
  public boolean asksForPassword() {
    return true;
  }

  @Override
  public Optional<Refusal> admit(Request request) {
    return Optional.of(new Refusal(403, names()));
  }
}
