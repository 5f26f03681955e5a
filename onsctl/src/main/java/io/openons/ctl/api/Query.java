package io.openons.ctl.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A path of the API with its parameters. Immutable. */
public final class Query {
  private final String path;
  private final Map<String, String> parameters;

  private Query(String path, Map<String, String> parameters) {
    this.path = path;
    this.parameters = parameters;
  }

  /** A path of parts, each of which may have any characters: {@code of("topics", name)}. */
  public static Query of(Object... parts) {
    StringBuilder path = new StringBuilder();
    for (Object part : parts) {
      path.append('/').append(encoded(part.toString()));
    }
    return new Query(path.toString(), Map.of());
  }

  /** Returns one with a parameter more; the same one when the value is null. */
  public Query with(String name, Object value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value.toString());
    return new Query(path, more);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(path);
    char separator = '?';
    for (var parameter : parameters.entrySet()) {
      text.append(separator).append(parameter.getKey()).append('=');
      text.append(encoded(parameter.getValue()));
      separator = '&';
    }
    return text.toString();
  }
}
