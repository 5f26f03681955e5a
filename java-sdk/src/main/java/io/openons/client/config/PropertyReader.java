package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one set of properties by the table. Defaults nested in {@link Properties} count. Keys that
 * are not in the table are logged, each once per process, with the key that was probably meant.
 */
final class PropertyReader {
  private static final Logger log = LoggerFactory.getLogger(PropertyReader.class);
  private static final Set<String> hinted = ConcurrentHashMap.newKeySet();
  private static final Map<String, Property<?>> KNOWN =
      OnsProperties.all().stream().collect(Collectors.toMap(Property::key, Function.identity()));

  private final Map<String, String> values = new TreeMap<>();

  /**
   * Takes a copy of the properties.
   *
   * @throws ONSClientException when a key or value is not a string
   */
  PropertyReader(Properties properties) {
    properties.forEach(PropertyReader::requireStrings);
    for (Object key : names(properties)) {
      String value = properties.getProperty((String) key);
      requireStrings(key, value);
      values.put((String) key, value);
    }
    values.keySet().stream()
        .filter(key -> !KNOWN.containsKey(key) && hinted.add(key))
        .forEach(key -> log.warn("{}", hint(key)));
  }

  /** What the log says about an unknown key. */
  static String hint(String unknown) {
    String text = "property " + unknown + " is not known and has no effect";
    return NearestText.of(unknown, KNOWN.keySet())
        .map(nearest -> text + "; is " + nearest + " meant?")
        .orElse(text);
  }

  /** The value, or the default. */
  <T> T get(Property<T> property) {
    return find(property).orElse(property.defaultValue());
  }

  /** The value if the key is there and not blank. */
  <T> Optional<T> find(Property<T> property) {
    String text = values.get(property.key());
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    T value = property.read(text);
    if (value instanceof Integer number && !text.strip().equals(number.toString())) {
      log.info("property {}: {} is used instead of {}", property.key(), number, text);
    }
    return Optional.of(value);
  }

  /** The text, which must be there; the remedy completes the error. */
  String require(Property<String> property, String remedy) {
    return find(property)
        .map(String::strip)
        .orElseThrow(
            () ->
                new ONSClientException(
                    "property " + property.key() + " is missing: " + remedy,
                    null,
                    ErrorCode.INVALID_PROPERTY));
  }

  private static List<?> names(Properties properties) {
    try {
      return Collections.list(properties.propertyNames());
    } catch (ClassCastException notAString) {
      throw new ONSClientException(
          "properties: keys and values must be strings, a key in the defaults is not; use"
              + " setProperty",
          notAString,
          ErrorCode.INVALID_PROPERTY);
    }
  }

  private static void requireStrings(Object key, Object value) {
    if (!(key instanceof String) || !(value instanceof String)) {
      throw new ONSClientException(
          "property "
              + key
              + ": keys and values must be strings, this value is a "
              + (value == null ? "non-string in the defaults" : value.getClass().getName())
              + "; use setProperty",
          null,
          ErrorCode.INVALID_PROPERTY);
    }
  }
}
