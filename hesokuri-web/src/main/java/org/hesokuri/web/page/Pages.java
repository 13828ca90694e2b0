package org.hesokuri.web.page;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.List;
import org.hesokuri.core.status.RecordedEvent;
import org.hesokuri.core.status.SyncStatus;

/** The pages, as text that can be sent. */
public final class Pages {

  private Pages() {}

  /**
   * The overview, as HTML that needs no script to be read.
   *
   * @param events what happened, oldest first
   * @param token what the page's script sends with a change
   */
  // The second argument is only for templates that intercept tags, and is null without one.
  @SuppressWarnings("NullAway")
  public static String overview(
      SyncStatus status, List<RecordedEvent> events, String token, int port) {
    StringOutput output = new StringOutput();
    JteoverviewGenerated.render(
        new OwaspHtmlTemplateOutput(output), null, OverviewPage.of(status, events, token, port));
    return output.toString();
  }

  /**
   * The whole state as plain text, a fact a line.
   *
   * @param events what happened, oldest first
   */
  public static String dump(SyncStatus status, List<RecordedEvent> events) {
    return Dump.of(status, events);
  }
}
