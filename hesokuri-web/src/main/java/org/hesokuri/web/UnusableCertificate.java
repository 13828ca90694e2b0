package org.hesokuri.web;

import java.nio.file.Path;

/** A certificate or its key cannot be used. */
public final class UnusableCertificate extends Exception {

  private static final long serialVersionUID = 1L;

  UnusableCertificate(Path file, String why) {
    super("the web page cannot be encrypted with " + file + ": " + why);
  }

  UnusableCertificate(Path file, String why, Exception cause) {
    super("the web page cannot be encrypted with " + file + ": " + why, cause);
  }
}
