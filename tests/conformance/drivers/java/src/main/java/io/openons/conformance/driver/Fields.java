package io.openons.conformance.driver;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** A line of the protocol: a flat JSON object. Fields without a value are left out. */
final class Fields {
  private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private final Map<String, Object> values = new LinkedHashMap<>();

  static Fields parse(String line) {
    Fields fields = new Fields();
    JSON.fromJson(line, JsonObject.class)
        .entrySet()
        .forEach(field -> fields.values.put(field.getKey(), field.getValue().getAsString()));
    return fields;
  }

  Fields put(String name, Object value) {
    if (value != null && !value.equals("")) {
      values.put(name, value);
    }
    return this;
  }

  /** The value of a field; null when there is none. */
  String get(String name) {
    Object value = values.get(name);
    return value == null ? null : value.toString();
  }

  /** The value of a field that must be there. */
  String need(String name) {
    String value = get(name);
    if (value == null) {
      throw new IllegalArgumentException("the field '" + name + "' is missing in " + this);
    }
    return value;
  }

  long number(String name) {
    return Long.parseLong(need(name));
  }

  /** The fields whose names begin with a prefix, without it, as a line of their own. */
  Fields part(String prefix) {
    Fields part = new Fields();
    below(prefix).forEach((name, value) -> part.put(name.toString(), value));
    return part;
  }

  /** The fields whose names begin with a prefix, without it. */
  Properties below(String prefix) {
    Properties below = new Properties();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            below.setProperty(name.substring(prefix.length()), value.toString());
          }
        });
    return below;
  }

  @Override
  public String toString() {
    return JSON.toJson(values);
  }
}
