package io.openons.broker.server.http.call;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The answer to a request.
 *
 * @param status its status
 * @param headers its headers, without its length
 * @param body its body; null when it is a stream of events
 * @param events begins the stream of events; null when it is a body
 */
public record Answer(
    HttpResponseStatus status, HttpHeaders headers, byte[] body, Consumer<EventStream> events) {
  private static final String JSON = "application/json";

  /** Returns an answer with a body of a type. */
  public static Answer of(HttpResponseStatus status, String type, byte[] body) {
    return new Answer(status, new DefaultHttpHeaders(), body, null)
        .with(HttpHeaderNames.CONTENT_TYPE, type);
  }

  /** Returns an answer with a text. */
  public static Answer text(HttpResponseStatus status, String type, String text) {
    return of(status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns an answer with a value as JSON. */
  public static Answer json(HttpResponseStatus status, Object value) {
    return of(status, JSON, Json.write(value));
  }

  /** Returns an answer without a body. */
  public static Answer nothing() {
    return new Answer(HttpResponseStatus.NO_CONTENT, new DefaultHttpHeaders(), new byte[0], null);
  }

  /** Returns an answer that goes on until one of the sides ends it. */
  public static Answer events(Consumer<EventStream> begin) {
    return new Answer(HttpResponseStatus.OK, new DefaultHttpHeaders(), null, begin)
        .with(HttpHeaderNames.CONTENT_TYPE, "text/event-stream");
  }

  /** Adds a header. */
  public Answer with(CharSequence name, Object value) {
    headers.set(name, value);
    return this;
  }
}
