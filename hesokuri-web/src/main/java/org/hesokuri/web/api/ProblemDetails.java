package org.hesokuri.web.api;

import org.hesokuri.web.json.Json;

/** What went wrong with a request, for programs: problem details as RFC 9457 has them. */
public final class ProblemDetails {

  /** Their content type. */
  public static final String TYPE = "application/problem+json";

  /** The addresses below which errors are told in this way. */
  public static final String PREFIX = "/api/";

  private ProblemDetails() {}

  /**
   * The problem as JSON in UTF-8.
   *
   * @param status the HTTP status
   * @param title what the status means
   * @param detail a sentence: what, why and what next
   */
  public static byte[] of(int status, String title, String detail) {
    return Json.object(
        json -> {
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", title);
          json.writeNumberField("status", status);
          json.writeStringField("detail", detail);
        });
  }
}
