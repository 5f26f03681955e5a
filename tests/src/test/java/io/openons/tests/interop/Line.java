package io.openons.tests.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a test and the process of an official client say to each other: a verb and named values, one
 * line of ASCII such as {@code send topic=orders&body=hello}. Compiled into both.
 *
 * @param verb a word
 * @param values named values; any text
 */
public record Line(String verb, Map<String, String> values) {

  /** A line with the values in pairs of name and value. */
  static Line of(String verb, String... pairs) {
    var values = new LinkedHashMap<String, String>();
    for (var i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return new Line(verb, values);
  }

  /** The line that {@link #toString()} wrote. */
  static Line parse(String text) {
    var parts = text.split(" ", 2);
    var values = new LinkedHashMap<String, String>();
    if (parts.length == 2) {
      for (var pair : parts[1].split("&")) {
        var equals = pair.indexOf('=');
        values.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return new Line(parts[0], values);
  }

  /** A value that must be there. */
  public String get(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " in: " + this);
    }
    return value;
  }

  /** A number that must be there. */
  int number(String name) {
    return Integer.parseInt(get(name));
  }

  /** The values whose names begin with a prefix, under the rest of their names. */
  Map<String, String> below(String prefix) {
    var found = new LinkedHashMap<String, String>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), value);
          }
        });
    return found;
  }

  /** The one line of text without its end. */
  @Override
  public String toString() {
    return values.isEmpty()
        ? verb
        : values.entrySet().stream()
            .map(pair -> encode(pair.getKey()) + "=" + encode(pair.getValue()))
            .collect(Collectors.joining("&", verb + " ", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
