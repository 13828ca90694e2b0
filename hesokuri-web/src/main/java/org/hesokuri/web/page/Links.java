package org.hesokuri.web.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.hesokuri.core.model.PeerId;
import org.hesokuri.core.model.RepoPath;
import org.hesokuri.web.address.SourceId;

/** Where the pages are. */
final class Links {

  private Links() {}

  static String to(RepoPath source) {
    return "/sources/" + SourceId.of(source);
  }

  static String to(PeerId peer) {
    return "/peers/" + escaped(peer.name());
  }

  /** The text as a part of an address. */
  static String escaped(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
