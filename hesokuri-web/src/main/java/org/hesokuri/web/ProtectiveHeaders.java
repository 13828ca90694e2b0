package org.hesokuri.web;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpFields;

/** What every answer tells the browser, so that it lets nothing foreign into the page. */
final class ProtectiveHeaders {

  static final Map<String, String> ALL =
      new TreeMap<>(
          Map.of(
              // Forms only ask for a page with other words in its address: the guard takes none
              // that
              // changes something.
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'self';"
                  + " frame-ancestors 'none'",
              "X-Content-Type-Options",
              "nosniff",
              "X-Frame-Options",
              "DENY",
              // The page's script still sends its Origin: a fetch of it is always in mode "cors".
              "Referrer-Policy",
              "no-referrer",
              "Cross-Origin-Opener-Policy",
              "same-origin",
              "Cross-Origin-Resource-Policy",
              "same-origin",
              "Cache-Control",
              "no-store"));

  private ProtectiveHeaders() {}

  static void putOn(HttpFields.Mutable answer) {
    ALL.forEach(answer::put);
  }
}
