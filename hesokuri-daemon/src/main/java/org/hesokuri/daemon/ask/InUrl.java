package org.hesokuri.daemon.ask;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names as parts of a URL. */
final class InUrl {

  private InUrl() {}

  /** As the value of a query. */
  static String query(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  /** As one part of a path, in which a plus sign is no blank. */
  static String path(String name) {
    return query(name).replace("+", "%20");
  }
}
