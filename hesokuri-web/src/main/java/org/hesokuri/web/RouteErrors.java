package org.hesokuri.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Optional;
import org.hesokuri.web.api.ProblemDetails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a route says that it does not do what was asked for, or that it failed. */
final class RouteErrors {

  private static final Logger LOG = LoggerFactory.getLogger(RouteErrors.class);

  private RouteErrors() {}

  static void addTo(RoutesConfig routes) {
    routes.exception(HttpResponseException.class, RouteErrors::refuse);
    routes.exception(Exception.class, RouteErrors::fail);
  }

  private static void refuse(HttpResponseException refusal, Context request) {
    String why = Optional.ofNullable(refusal.getMessage()).orElse("this cannot be answered");
    send(request, new Refusal(refusal.getStatus(), why));
  }

  private static void fail(Exception bug, Context request) {
    LOG.error("a request failed in a way that nobody foresaw; please report this", bug);
    send(request, new Refusal(500, "this page failed; the daemon's log says more"));
  }

  private static void send(Context request, Refusal refusal) {
    boolean forProgram = request.path().startsWith(ProblemDetails.PREFIX);
    Explanation explanation = Explanation.of(forProgram, refusal);
    request.status(explanation.status()).contentType(explanation.type()).result(explanation.body());
  }
}
