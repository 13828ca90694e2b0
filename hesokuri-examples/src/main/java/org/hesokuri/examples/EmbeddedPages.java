package org.hesokuri.examples;

import org.hesokuri.core.engine.Hesokuri;
import org.hesokuri.web.PortTaken;
import org.hesokuri.web.WebServer;
import org.hesokuri.web.WebSettings;

/** Serves pages and JSON of an engine that a program runs itself, without the daemon. */
public final class EmbeddedPages {

  private EmbeddedPages() {}

  /**
   * Serves on a free port of this machine; the caller closes it before the engine.
   *
   * @throws PortTaken if the port was taken in the same moment
   */
  public static WebServer of(Hesokuri engine) throws PortTaken {
    return WebServer.start(engine, WebSettings.onPort(0));
  }
}
