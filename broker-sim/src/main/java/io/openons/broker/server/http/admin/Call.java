package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.api.Texts;
import io.openons.broker.server.http.access.Session;
import io.openons.broker.server.http.call.Json;
import io.openons.broker.server.http.call.Problem;
import io.openons.broker.server.http.call.Request;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/**
 * A call of an operation.
 *
 * @param request the request
 * @param path the values of the variable parts of its path
 * @param session who calls
 */
public record Call(Request request, List<String> path, Session session) {
  private static final int DEFAULT_LIMIT = 100;

  /** Returns a variable part of the path as the name of a topic or group. */
  ResourceName name(int part) {
    return ResourceName.of("", path.get(part));
  }

  /**
   * Returns a variable part of the path as a number that is not negative.
   *
   * @param what the number is called in a refusal
   */
  long number(int part, String what) {
    return number(what, path.get(part), 0, Long.MAX_VALUE);
  }

  /** Returns a variable part of the path as the number of a queue. */
  int queue(int part) {
    return (int) number("the queue", path.get(part), 0, Integer.MAX_VALUE);
  }

  /** Returns a parameter of the query; null when it is not there. */
  String text(String name) {
    List<String> values = request.query().get(name);
    return values == null ? null : values.get(0);
  }

  /** Returns a parameter of the query as a number. */
  long number(String name, long least, long most, long otherwise) {
    String text = text(name);
    return text == null ? otherwise : number("'" + name + "'", text, least, most);
  }

  private static long number(String what, String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most && !text.startsWith("+")) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the refusal.
    }
    throw Problem.badRequest(
        "%s is '%s'; write a number of %d to %d".formatted(what, Texts.shorten(text), least, most));
  }

  /** Returns a parameter of the query as a yes or no. */
  boolean flag(String name, boolean otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw Problem.badRequest(
          "'%s' is '%s'; write true or false".formatted(name, Texts.shorten(text)));
    }
    return text.equals("true");
  }

  /** Returns a parameter of the query as a moment, in milliseconds since 1970. */
  long time(String name, long otherwise) {
    String text = text(name);
    return text == null ? otherwise : time("'" + name + "'", text);
  }

  static long time(String what, String text) {
    try {
      return Instant.parse(text.toUpperCase(Locale.ROOT)).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw Problem.badRequest(
          "%s is '%s'; write a moment as 2026-01-31T08:30:00Z"
              .formatted(what, Texts.shorten(text)));
    }
  }

  /** Returns a parameter of the query as one of some words. */
  <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    for (E each : type.getEnumConstants()) {
      if (each.name().equals(text)) {
        return each;
      }
    }
    throw Problem.badRequest(
        "'%s' is '%s'; expected one of %s"
            .formatted(name, Texts.shorten(text), List.of(type.getEnumConstants())));
  }

  /** Returns which page of a list is wanted. */
  PageRequest page() {
    String contains = text("contains");
    return new PageRequest(
        text("after"),
        (int) number("limit", 1, PageRequest.MAX_LIMIT, DEFAULT_LIMIT),
        contains == null ? "" : contains);
  }

  /** Returns the body, which must be JSON. */
  <T> T body(Class<T> type) {
    String media = request.header(HttpHeaderNames.CONTENT_TYPE);
    if (media == null || !media.split(";")[0].strip().equalsIgnoreCase("application/json")) {
      throw Problem.badRequest("the body must be of the type application/json");
    }
    return Json.read(request.body(), type);
  }
}
