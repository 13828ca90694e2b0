package org.hesokuri.web.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;

/** How somebody looks at a page. */
public enum Look {
  DESKTOP(1280, 800, ColorScheme.LIGHT, true),
  DARK(1280, 800, ColorScheme.DARK, true),
  PHONE(390, 844, ColorScheme.LIGHT, true),
  NO_SCRIPT(1280, 800, ColorScheme.LIGHT, false);

  private final int width;
  private final int height;
  private final ColorScheme scheme;
  private final boolean script;

  Look(int width, int height, ColorScheme scheme, boolean script) {
    this.width = width;
    this.height = height;
    this.scheme = scheme;
    this.script = script;
  }

  Browser.NewContextOptions options() {
    return new Browser.NewContextOptions()
        .setViewportSize(width, height)
        .setColorScheme(scheme)
        .setJavaScriptEnabled(script);
  }
}
