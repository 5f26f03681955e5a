package io.openons.spring.server;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.OnsProperties;
import io.openons.client.config.Property;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The relaxed names of the client's keys: case, dashes and underlines do not count, and {@code
 * ons.} in front may be left out. So {@code send-msg-timeout-millis} is {@code
 * SendMsgTimeoutMillis}, and {@code start-timeout-millis} is {@code ons.startTimeoutMillis}.
 */
public final class PropertyNames {
  private static final List<String> PREFIXES = List.of("ons.client.", "ons.", "");
  private static final Map<String, String> KEYS = keys();

  private PropertyNames() {}

  /**
   * The key of the client.
   *
   * @param where the property of the application, for the error
   * @throws ONSClientException when there is no such key; the text has the nearest one
   */
  public static String key(String relaxed, String where) {
    String key = KEYS.get(plain(relaxed));
    if (key == null) {
      throw new ONSClientException(
          "%s: the client has no property '%s'; the nearest is '%s', docs/properties.md lists all"
              .formatted(where, relaxed, nearest(plain(relaxed))),
          null,
          ErrorCode.INVALID_PROPERTY);
    }
    return key;
  }

  /** The name in the style of Spring: lower case with dashes, without {@code ons.} in front. */
  public static String relaxed(String key) {
    String prefix = PREFIXES.stream().filter(key::startsWith).findFirst().orElse("");
    return key.substring(prefix.length())
        .replace("MiB", "Mib")
        .replace('_', '-')
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1-$2")
        .toLowerCase(Locale.ROOT);
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new HashMap<>();
    for (Property<?> property : OnsProperties.all()) {
      for (String prefix : PREFIXES) {
        if (property.key().startsWith(prefix)) {
          keys.put(plain(property.key().substring(prefix.length())), property.key());
        }
      }
    }
    return keys;
  }

  /** The key that shares most neighbouring letters with a name. */
  private static String nearest(String name) {
    return relaxed(
        OnsProperties.all().stream()
            .map(Property::key)
            .max(Comparator.comparingDouble(key -> likeness(plain(relaxed(key)), name)))
            .orElseThrow());
  }

  private static double likeness(String one, String other) {
    Set<String> pairs = pairs(one);
    long common = pairs(other).stream().filter(pairs::contains).count();
    return (double) common / (one.length() + other.length());
  }

  private static Set<String> pairs(String text) {
    return IntStream.range(0, Math.max(0, text.length() - 1))
        .mapToObj(at -> text.substring(at, at + 2))
        .collect(Collectors.toSet());
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
  }
}
