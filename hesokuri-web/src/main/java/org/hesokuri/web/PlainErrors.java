package org.hesokuri.web;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what goes wrong before or outside of the page, such as a request that is none: the status
 * in words, never what is inside the server.
 */
final class PlainErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ProtectiveHeaders.putOn(response.getHeaders());
    int status = response.getStatus();
    Explanation.of(request, new Refusal(status, HttpStatus.getMessage(status)))
        .send(response, callback);
    return true;
  }
}
