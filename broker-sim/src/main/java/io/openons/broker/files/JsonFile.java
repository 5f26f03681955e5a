package io.openons.broker.files;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * A JSON file that says how the broker shall be. Read strictly: nothing unknown and nothing twice.
 *
 * <p>Jackson's own texts show values of the file, which may be secrets; so faults are told in words
 * of our own, which show names only.
 *
 * @param what what the file is, for errors: {@code users file}
 * @param path where it is
 */
record JsonFile(String what, Path path) {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /**
   * Reads the file. What the constructors of the type throw is told with the place in the file.
   *
   * @throws ConfigurationException when it cannot be read, or is not as it must be
   */
  <T> T read(Class<T> type) {
    try {
      T content = MAPPER.readValue(FileFaults.read(path), type);
      if (content == null) {
        throw fault("", "must be an object {...}, not null");
      }
      return content;
    } catch (JsonProcessingException e) {
      throw fault(place(e), reason(e));
    } catch (NoSuchFileException e) {
      throw fault("", "does not exist; create it or pass another path");
    } catch (IOException e) {
      throw fault("", FileFaults.reason(e));
    }
  }

  /** Returns the error for something at a place in the file; an empty place is the whole file. */
  ConfigurationException fault(String place, String text) {
    return new ConfigurationException(
        "%s %s%s %s".formatted(what, path, place.isEmpty() ? "" : ", " + place + ":", text));
  }

  private static String place(JsonProcessingException e) {
    StringBuilder place = new StringBuilder();
    if (e.getLocation() != null) {
      place.append("line ").append(e.getLocation().getLineNr());
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      place.append(", ").append(path(mapping));
    }
    return place.toString();
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown field '%s'; expected one of %s"
          .formatted(unknown.getPropertyName(), unknown.getKnownPropertyIds());
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      return e.getCause().getMessage();
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "must be " + expected(mismatch.getTargetType());
    }
    if (e instanceof JsonParseException || e.getCause() instanceof JsonParseException) {
      String original = e.getOriginalMessage();
      return original.startsWith("Duplicate")
          ? original + "; remove one"
          : "is not JSON; check quotes, commas and brackets";
    }
    return "the value cannot be read; check its type and size";
  }

  private static String expected(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list [...]";
    }
    if (type == String.class) {
      return "a text in quotes";
    }
    if (type == Integer.class) {
      return "a whole number";
    }
    return type == Boolean.class ? "true or false" : "an object {...}";
  }
}
