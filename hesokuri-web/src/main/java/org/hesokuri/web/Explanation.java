package org.hesokuri.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.hesokuri.web.api.ProblemDetails;

/**
 * Why a request is answered with an error, in the form that whoever sent it can read: problem
 * details for programs, a line of text for people.
 */
final class Explanation {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final int status;
  private final String type;
  private final byte[] body;

  private Explanation(int status, String type, byte[] body) {
    this.status = status;
    this.type = type;
    this.body = body;
  }

  static Explanation of(Request request, Refusal refusal) {
    return of(isForProgram(request), refusal);
  }

  static Explanation of(boolean forProgram, Refusal refusal) {
    int status = refusal.status();
    return forProgram
        ? new Explanation(
            status,
            ProblemDetails.TYPE,
            ProblemDetails.of(status, HttpStatus.getMessage(status), refusal.why()))
        : new Explanation(status, TEXT, (refusal.why() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it asks for something that only programs ask for. */
  static boolean isForProgram(Request request) {
    return Request.getPathInContext(request).startsWith(ProblemDetails.PREFIX);
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  byte[] body() {
    return body.clone();
  }

  void send(Response response, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
