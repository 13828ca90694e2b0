package org.hesokuri.web;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** The way in from other machines, for those who know the password or the token of programs. */
final class RemoteDoor implements Door {

  private static final int USUAL_PORT = 80;
  private static final int USUAL_ENCRYPTED_PORT = 443;

  private final ImmutableSet<String> names;
  private final boolean encrypted;
  private final Login login;
  private final Optional<ChangeToken> ofPrograms;

  RemoteDoor(RemoteAccess access, Login login, Optional<ChangeToken> ofPrograms) {
    this.names = access.names();
    this.encrypted = access.encryption().isPresent();
    this.login = login;
    this.ofPrograms = ofPrograms;
  }

  /** By the address that was called, whichever this machine has now, or by a configured name. */
  @Override
  public boolean answersTo(Request request, String hostAndPort) {
    InetSocketAddress here = inet(request.getConnectionMetaData().getLocalSocketAddress());
    String port = ":" + here.getPort();
    boolean saysPort = hostAndPort.endsWith(port);
    if (!saysPort && here.getPort() != (encrypted ? USUAL_ENCRYPTED_PORT : USUAL_PORT)) {
      return false;
    }
    String name =
        saysPort ? hostAndPort.substring(0, hostAndPort.length() - port.length()) : hostAndPort;
    return names.contains(name) || name.equals(InetAddresses.toUriString(here.getAddress()));
  }

  @Override
  public String names() {
    return "this page answers here to its address and to the names in $HESONAMES only";
  }

  @Override
  public String challenge() {
    return "Basic realm=\"hesokuri\", charset=\"UTF-8\"";
  }

  @Override
  public String scheme() {
    return encrypted ? "https://" : "http://";
  }

  @Override
  public boolean asksForPassword() {
    return true;
  }

  @Override
  public Optional<Refusal> admit(Request request) {
    Credentials given = Credentials.of(request);
    if (given instanceof Credentials.Token token) {
      return ofPrograms.filter(right -> right.matches(token.text())).isPresent()
          ? Optional.empty()
          : refuse(Credentials.NOT_THE_TOKEN);
    }
    if (given instanceof Credentials.Password password) {
      InetAddress from =
          inet(request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
      return answer(login.attempt(from, password.text()));
    }
    return refuse("this page asks for its password; any name goes with it");
  }

  private static Optional<Refusal> answer(Login.Outcome outcome) {
    if (outcome instanceof Login.Outcome.Later later) {
      long seconds = Math.max(1, (later.pause().toMillis() + 999) / 1000);
      return Optional.of(
          new Refusal(
              429, "too many logins failed; try again in " + seconds + " seconds", seconds));
    }
    return outcome instanceof Login.Outcome.Wrong
        ? refuse("the password is wrong")
        : Optional.empty();
  }

  private static Optional<Refusal> refuse(String why) {
    return Optional.of(new Refusal(401, why));
  }

  private static InetSocketAddress inet(SocketAddress address) {
    return (InetSocketAddress) address;
  }
}
