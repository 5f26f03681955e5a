package io.openons.broker.server.remoting.codec;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * What a frame says: a request, or the answer to one.
 *
 * @param format how its header is written
 * @param code a {@link RequestCode} or {@link ResponseCode}
 * @param language the sender's programming language, as the protocol calls it
 * @param version the ordinal of the sender's release
 * @param opaque what the sender knows the answer by
 * @param flags {@link #ANSWER} and {@link #ONE_WAY}
 * @param remark the text of an error; null for none
 * @param fields typed arguments, as texts
 * @param body what follows the header; read-only
 */
public record Command(
    Format format,
    int code,
    String language,
    int version,
    int opaque,
    int flags,
    String remark,
    Map<String, String> fields,
    ByteBuffer body) {
  /** The flag of answers. */
  public static final int ANSWER = 1;

  /** The flag of requests that are not answered. */
  public static final int ONE_WAY = 2;

  /**
   * The release that this broker says it is, which turns on what clients do only with later ones:
   * 5.5.0.
   */
  public static final int OWN_VERSION = 513;

  /** The language of this broker. */
  static final String OWN_LANGUAGE = "JAVA";

  static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** Returns a request of the broker that the client does not answer. */
  public static Command oneWay(int code, int opaque, Map<String, String> fields) {
    return new Command(
        Format.JSON, code, OWN_LANGUAGE, OWN_VERSION, opaque, ONE_WAY, null, fields, NO_BODY);
  }

  /** Returns a request of the broker that the client answers. */
  public static Command request(int code, int opaque, Map<String, String> fields) {
    return new Command(
        Format.JSON, code, OWN_LANGUAGE, OWN_VERSION, opaque, 0, null, fields, NO_BODY);
  }

  /** Returns the header of an answer to this request. */
  public Command answer(int responseCode, String text, Map<String, String> answered) {
    return new Command(
        format, responseCode, OWN_LANGUAGE, OWN_VERSION, opaque, ANSWER, text, answered, NO_BODY);
  }

  Command with(ByteBuffer content) {
    return new Command(format, code, language, version, opaque, flags, remark, fields, content);
  }

  /** Returns whether this answers a request. */
  public boolean isAnswer() {
    return (flags & ANSWER) != 0;
  }

  /** Returns whether the sender waits for no answer. */
  public boolean isOneWay() {
    return (flags & ONE_WAY) != 0;
  }

  /**
   * Returns a field that the request must have.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST}, naming the field
   */
  public String text(String field) {
    String value = fields.get(field);
    if (value == null) {
      throw new BrokerException(
          Reason.BAD_REQUEST, "request %d has no field '%s'; set it".formatted(code, field));
    }
    return value;
  }

  /** Returns a field; the other when the request has none. */
  public String text(String field, String otherwise) {
    return fields.getOrDefault(field, otherwise);
  }

  /**
   * Returns a number that the request must have.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST}, naming the field
   */
  public long number(String field) {
    String value = text(field);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "field '%s' of request %d is '%s'; it must be a whole number"
              .formatted(field, code, Texts.shorten(value)));
    }
  }

  /** Returns a number; the other when the request has none. */
  public long number(String field, long otherwise) {
    return fields.containsKey(field) ? number(field) : otherwise;
  }

  /**
   * Returns a number of 32 bits that the request must have.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST}, naming the field
   */
  public int integer(String field) {
    long value = number(field);
    if (value != (int) value) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "field '%s' of request %d is %d, which is out of range".formatted(field, code, value));
    }
    return (int) value;
  }

  /** Returns a number of 32 bits; the other when the request has none. */
  public int integer(String field, int otherwise) {
    return fields.containsKey(field) ? integer(field) : otherwise;
  }

  /** Returns a truth value; false when the request has none. */
  public boolean flag(String field) {
    return Boolean.parseBoolean(fields.get(field));
  }
}
