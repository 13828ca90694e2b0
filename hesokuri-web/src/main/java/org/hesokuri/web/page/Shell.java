package org.hesokuri.web.page;

import java.util.Optional;
import java.util.function.Function;
import org.hesokuri.core.model.Configuration;
import org.hesokuri.core.status.SyncStatus;
import org.hesokuri.core.status.UnsafeSince;

/**
 * What is around every page.
 *
 * @param title what the page is about, or nothing for the overview
 * @param current the address under which the navigation knows the page
 * @param machine the identity of this machine, or nothing before the first configuration
 * @param headline the one sentence that matters
 * @param at when this was so
 * @param token what the page's script sends with a change
 * @param port the port of the page
 */
record Shell(
    String title,
    String current,
    String machine,
    Headline headline,
    Moment at,
    String token,
    int port) {

  /** What is the same on all pages of a server. */
  record Frame(Function<SyncStatus, UnsafeSince> unsafe, String token, int port) {

    Shell around(SyncStatus status, String title, String current) {
      return new Shell(
          title,
          current,
          status
              .configuration()
              .running()
              .map(Configuration::self)
              .map(Object::toString)
              .orElse(""),
          Headline.of(status, unsafe.apply(status).oldest()),
          Moment.of(status.at(), status.at()),
          token,
          port);
    }
  }

  /** What a browser shows in its tab. */
  String tab() {
    return (headline.calm() ? "" : "! ")
        + (title.isEmpty() ? "" : title + " · ")
        + "Hesokuri"
        + (machine.isEmpty() ? "" : " on " + machine);
  }

  /** Whether the navigation is at this address; as the value of an attribute, or none. */
  Optional<String> at(String address) {
    return current.equals(address) ? Optional.of("page") : Optional.empty();
  }

  Tone tone() {
    return headline.calm() ? Tone.GOOD : Tone.BAD;
  }
}
