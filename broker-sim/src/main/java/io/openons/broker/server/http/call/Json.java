package io.openons.broker.server.http.call;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Texts;
import java.io.IOException;
import java.util.stream.Collectors;

/**
 * JSON of requests and answers. Requests are read strictly: nothing unknown, nothing twice, no
 * number for a text. Values of a request are not shown in errors, since they may be secrets.
 */
public final class Json {
  /** Deepest nesting of a request. Ours. */
  private static final int MAX_DEPTH = 32;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  /** Writes a value; parts that are null are left out. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer cannot be written as JSON", e);
    }
  }

  /**
   * Reads the body of a request.
   *
   * @throws Problem when it is not JSON, or not as the type wants it
   */
  public static <T> T read(byte[] body, Class<T> type) {
    try {
      T value = MAPPER.readValue(body, type);
      if (value == null) {
        throw Problem.badRequest("the body must be a JSON object, not null");
      }
      return value;
    } catch (ValueInstantiationException e) {
      if (e.getCause() instanceof BrokerException refusal) {
        throw refusal;
      }
      if (e.getCause() instanceof Problem problem) {
        throw problem;
      }
      throw fault(e);
    } catch (JsonProcessingException e) {
      throw fault(e);
    } catch (IOException e) {
      throw Problem.badRequest("the body cannot be read");
    }
  }

  private static Problem fault(JsonProcessingException e) {
    String reason = "is not as it must be; the API document has its parts and their types";
    if (e instanceof UnrecognizedPropertyException unknown) {
      reason =
          "has the unknown field '%s'; expected one of %s"
              .formatted(Texts.shorten(unknown.getPropertyName()), unknown.getKnownPropertyIds());
    } else if (!(e instanceof JsonMappingException)) {
      reason = "is not JSON; check quotes, commas and brackets";
    }
    String place = e instanceof JsonMappingException mapping ? place(mapping) : "";
    return Problem.badRequest(
        "the body%s %s".formatted(place.isEmpty() ? "" : " at '" + place + "'", reason));
  }

  private static String place(JsonMappingException e) {
    return Texts.shorten(
        e.getPath().stream()
            .map(
                step ->
                    step.getFieldName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getFieldName())
            .collect(Collectors.joining(".")));
  }
}
