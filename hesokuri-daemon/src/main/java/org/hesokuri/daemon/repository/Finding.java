package org.hesokuri.daemon.repository;

import java.util.Optional;
import org.hesokuri.daemon.json.JsonText;

/**
 * What a doctor found.
 *
 * @param healthy whether it is as it should be
 * @param text a sentence: what, where and why
 * @param mend the command line that mends it, as it can be typed; empty if the text says what to
 *     do, or there is nothing to mend
 */
public record Finding(boolean healthy, String text, Optional<String> mend) {

  static Finding well(String text) {
    return new Finding(true, text, Optional.empty());
  }

  static Finding ill(String text) {
    return new Finding(false, text, Optional.empty());
  }

  static Finding ill(String text, String mend) {
    return new Finding(false, text, Optional.of(mend));
  }

  /** For programs. */
  public JsonText.Part json() {
    return json -> {
      json.writeBooleanField("healthy", healthy);
      json.writeStringField("text", text);
      if (mend.isPresent()) {
        json.writeStringField("mend", mend.get());
      }
    };
  }
}
