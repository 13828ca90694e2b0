package org.hesokuri.web;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/** The compiled templates, by name. */
final class Templates {

  private Templates() {}

  // The second argument is only for templates that intercept tags, and is null without one.
  @SuppressWarnings("NullAway")
  static String overview(OverviewPage page) {
    StringOutput output = new StringOutput();
    JteoverviewGenerated.render(new OwaspHtmlTemplateOutput(output), null, page);
    return output.toString();
  }
}
