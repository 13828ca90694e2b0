package org.hesokuri.web;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.hesokuri.web.api.EventFeed;

/**
 * Streams of server-sent events, behind the guard and before the routes: there they hold neither a
 * thread nor a buffer between two events, and no least rate of bytes is asked of them.
 */
final class EventStreams extends Handler.Wrapper {

  static final String PATH = "/api/v1/events";

  private static final String LAST_SEEN = "Last-Event-ID";
  private static final String TYPE = "text/event-stream";

  private final EventFeed feed;

  EventStreams(EventFeed feed) {
    this.feed = feed;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!Request.getPathInContext(request).equals(PATH)) {
      return super.handle(request, response, callback);
    }
    Optional<String> after = Optional.ofNullable(request.getHeaders().get(LAST_SEEN));
    if (!HttpMethod.GET.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET");
      refuse(request, response, callback, 405, "events are only listened to, by GET");
    } else if (after.filter(place -> !EventFeed.isPlace(place)).isPresent()) {
      refuse(request, response, callback, 400, LAST_SEEN + " is not the id of an event");
    } else {
      listen(request, response, callback, after);
    }
    return true;
  }

  private void listen(
      Request request, Response response, Callback callback, Optional<String> after) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
    if (!feed.add(new Stream(response, callback), after)) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "10");
      refuse(
          request,
          response,
          callback,
          503,
          EventFeed.MOST_LISTENERS + " already listen to events; close a page or a program");
    }
  }

  private static void refuse(
      Request request, Response response, Callback callback, int status, String why) {
    Explanation.of(request, new Refusal(status, why)).send(response, callback);
  }

  /** One open answer. */
  private record Stream(Response response, Callback callback) implements EventFeed.Way {

    @Override
    public void send(ByteBuffer bytes, EventFeed.Done done) {
      response.write(
          false,
          bytes,
          Callback.from(
              () -> done.sent(true),
              hungUp -> {
                done.sent(false);
                callback.failed(hungUp);
              }));
    }

    @Override
    public void cut() {
      callback.failed(new CancellationException("it was not read"));
    }
  }
}
