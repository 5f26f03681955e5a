package io.openons.broker.server.remoting.codec;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** JSON in the bodies of requests and answers. */
public final class Jsons {
  /** Longest body of a request that is JSON, as of every request that is no send: 1 MiB. */
  static final int MAX_BODY = 1 << 20;

  /** A null in a list is refused here, for no operation has a use for one. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  private Jsons() {}

  /** Returns the bytes of a value. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("values that we make are JSON", e);
    }
  }

  /** Returns the text of a value. */
  public static String text(Object value) {
    return new String(write(value), StandardCharsets.UTF_8);
  }

  /**
   * Reads the body of a request.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when it is too long, or not of this
   *     type
   */
  public static <T> T read(Command request, Class<T> type) {
    ByteBuffer body = request.body().duplicate();
    if (body.remaining() > MAX_BODY) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the body of request %d has %d bytes; at most %d are allowed"
              .formatted(request.code(), body.remaining(), MAX_BODY));
    }
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    try {
      T value = MAPPER.readValue(bytes, type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw invalid(request, e.getOriginalMessage());
    } catch (IOException e) {
      throw invalid(request, e.getMessage());
    }
    throw invalid(request, "it is null");
  }

  private static BrokerException invalid(Command request, String cause) {
    return new BrokerException(
        Reason.BAD_REQUEST,
        "the body of request %d is no JSON as it should be: %s"
            .formatted(request.code(), Texts.oneLine(Texts.shorten(String.valueOf(cause)))));
  }
}
