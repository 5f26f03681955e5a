package io.openons.conformance.drivers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A line of the protocol between runner and driver: a flat JSON object whose values are texts,
 * numbers or truth values. An empty text is the same as none.
 */
public final class Fields {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SHOWN = 160;

  private final Map<String, String> values = new LinkedHashMap<>();

  static Fields parse(String line) {
    try {
      Fields fields = new Fields();
      JSON.readTree(line)
          .properties()
          .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
      return fields;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("the driver said what is no JSON: " + line, e);
    }
  }

  public Fields put(String name, Object value) {
    if (value != null && !value.toString().isEmpty()) {
      values.put(name, value.toString());
    }
    return this;
  }

  public Fields putAll(String prefix, Map<String, String> all) {
    all.forEach((name, value) -> put(prefix + name, value));
    return this;
  }

  /** The value of a field; an empty text when there is none. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  public long number(String name) {
    return Long.parseLong(get(name));
  }

  public boolean is(String name) {
    return get(name).equalsIgnoreCase("true");
  }

  /** The fields whose names begin with a prefix, without it, sorted. */
  public Map<String, String> below(String prefix) {
    Map<String, String> below = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            below.put(name.substring(prefix.length()), value);
          }
        });
    return below;
  }

  String json() {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For people: long values are cut. */
  @Override
  public String toString() {
    Map<String, String> shown = new LinkedHashMap<>();
    values.forEach((name, value) -> shown.put(name, cut(value)));
    return shown.toString();
  }

  private static String cut(String value) {
    return value.length() <= SHOWN
        ? value
        : value.substring(0, SHOWN) + "... (" + value.length() + " characters)";
  }
}
