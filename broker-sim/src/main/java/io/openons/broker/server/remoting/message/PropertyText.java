package io.openons.broker.server.remoting.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Properties as one text: {@code key 0x01 value 0x02}, again and again. Some clients leave out the
 * last 0x02, some send empty values.
 */
final class PropertyText {
  private static final char BEHIND_KEY = '\u0001';
  private static final char BEHIND_VALUE = '\u0002';

  private PropertyText() {}

  /** Returns the properties in their order. What has no key, or nothing behind it, is left out. */
  static Map<String, String> read(String text) {
    Map<String, String> properties = new LinkedHashMap<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf(BEHIND_VALUE, at);
      end = end < 0 ? text.length() : end;
      int middle = text.indexOf(BEHIND_KEY, at);
      if (middle > at && middle < end) {
        properties.put(text.substring(at, middle), text.substring(middle + 1, end));
      }
      at = end + 1;
    }
    return properties;
  }

  static String write(Map<String, String> properties) {
    StringBuilder text = new StringBuilder(64 * properties.size());
    properties.forEach(
        (key, value) -> text.append(key).append(BEHIND_KEY).append(value).append(BEHIND_VALUE));
    return text.toString();
  }
}
