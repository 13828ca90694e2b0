package org.hesokuri.web;

import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;

/** The compiled templates, by name. */
final class Templates {

  private Templates() {}

  static String overview(OverviewPage page) {
    StringOutput output = new StringOutput();
    JteoverviewGenerated.render(new OwaspHtmlTemplateOutput(output), null, page);
    return output.toString();
  }
}
