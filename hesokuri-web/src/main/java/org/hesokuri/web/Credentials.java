package org.hesokuri.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** What a request shows of itself in its {@code Authorization} header; RFC 6750 and RFC 7617. */
sealed interface Credentials {

  /** Where programs find what they show. */
  String TOKEN_FILE =
      "the file \"token\" in the daemon's state folder, $XDG_STATE_HOME/hesokuri or"
          + " ~/.local/state/hesokuri";

  /** What a program is told that shows something else. */
  String NOT_THE_TOKEN =
      "what Authorization says is not \"Bearer\" and the token of this daemon; read it again from "
          + TOKEN_FILE;

  /** The token of a program. */
  record Token(String text) implements Credentials {
    @Override
    public String toString() {
      return "(a token)";
    }
  }

  /** A person's password, with whatever name. */
  record Password(String text) implements Credentials {
    @Override
    public String toString() {
      return "(a password)";
    }
  }

  /** Nothing, or nothing that could be read. */
  record None() implements Credentials {}

  static Credentials of(Request request) {
    List<String> values = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    if (values.size() != 1) {
      return new None();
    }
    Optional<Credentials> token = behind("Bearer ", values.get(0)).map(Token::new);
    return token
        .or(() -> behind("Basic ", values.get(0)).flatMap(Credentials::password))
        .orElseGet(None::new);
  }

  private static Optional<String> behind(String scheme, String value) {
    return value.regionMatches(true, 0, scheme, 0, scheme.length())
        ? Optional.of(value.substring(scheme.length()).strip())
        : Optional.empty();
  }

  private static Optional<Credentials> password(String encoded) {
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      String nameAndPassword =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int colon = nameAndPassword.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new Password(nameAndPassword.substring(colon + 1)));
    } catch (IllegalArgumentException | CharacterCodingException unreadable) {
      return Optional.empty();
    }
  }
}
