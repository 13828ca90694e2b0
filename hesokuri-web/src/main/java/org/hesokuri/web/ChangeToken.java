package org.hesokuri.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The secret of one server's life that a request must carry to change something. */
final class ChangeToken {

  private static final int BYTES = 32;

  private final String text;

  private ChangeToken(String text) {
    this.text = text;
  }

  static ChangeToken random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new ChangeToken(HexFormat.of().formatHex(bytes));
  }

  /** Compares in a time that does not depend on where the first difference is. */
  boolean matches(@Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /** The secret itself, for the page; never for a log. */
  String forPage() {
    return text;
  }
}
