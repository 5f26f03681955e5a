package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * One row of the property table.
 *
 * @param key the name in {@link java.util.Properties}
 * @param meaning one sentence
 * @param type what the text must be
 * @param defaultValue the value when the key is absent; null when there is none
 * @param unit of a number; empty for others
 * @param range what is allowed, for people
 * @param since the first version that has it
 * @param reader turns text into a value, and refuses what is not allowed
 */
public record Property<T>(
    String key,
    String meaning,
    String type,
    T defaultValue,
    String unit,
    String range,
    String since,
    Reader<T> reader) {

  /** Turns the text of a property into its value. */
  @FunctionalInterface
  public interface Reader<T> {
    /** The value; the property says which key and range an error names. */
    T read(Property<T> property, String text);
  }

  private static final String FIRST = "0.1.0";

  static Property<String> text(String key, String meaning) {
    return new Property<>(key, meaning, "text", null, "", "any text", FIRST, (row, text) -> text);
  }

  /** Text that travels in a header. */
  static Property<String> headerText(String key, String meaning) {
    return new Property<>(
        key,
        meaning,
        "text",
        null,
        "",
        "printable ASCII characters",
        FIRST,
        (row, text) -> {
          if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw row.refuse(text);
          }
          return text;
        });
  }

  static Property<Integer> number(
      String key, String meaning, String unit, Integer defaultValue, int min, int max) {
    return number(
        key,
        meaning,
        unit,
        defaultValue,
        range(min, max),
        (row, value) -> {
          if (value < min || value > max) {
            throw row.refuse(Long.toString(value));
          }
          return value;
        });
  }

  static Property<Integer> clampedNumber(
      String key, String meaning, String unit, Integer defaultValue, int min, int max) {
    return number(
        key,
        meaning,
        unit,
        defaultValue,
        range(min, max) + ", values outside are moved to the nearer end",
        (row, value) -> Math.max(min, Math.min(max, value)));
  }

  static <E extends Enum<E>> Property<E> choice(
      String key, String meaning, Class<E> type, E defaultValue, UnaryOperator<String> toConstant) {
    E[] constants = type.getEnumConstants();
    String range = String.join(", ", Arrays.stream(constants).map(Object::toString).toList());
    return new Property<>(
        key,
        meaning,
        "one of",
        defaultValue,
        "",
        range,
        FIRST,
        (row, text) -> {
          String wanted = toConstant.apply(text.strip());
          return Arrays.stream(constants)
              .filter(constant -> constant.name().equals(wanted))
              .findFirst()
              .orElseThrow(() -> row.refuse(text));
        });
  }

  static Property<Boolean> flag(String key, String meaning, boolean defaultValue) {
    return new Property<>(
        key,
        meaning,
        "one of",
        defaultValue,
        "",
        "true, false",
        FIRST,
        (row, text) ->
            switch (text.strip().toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw row.refuse(text);
            });
  }

  private static Property<Integer> number(
      String key, String meaning, String unit, Integer defaultValue, String range, Limit limit) {
    return new Property<>(
        key,
        meaning,
        "number",
        defaultValue,
        unit,
        range,
        FIRST,
        (row, text) -> {
          long value;
          try {
            value = Long.parseLong(text.strip());
          } catch (NumberFormatException notANumber) {
            throw row.refuse(text);
          }
          return (int) limit.apply(row, value);
        });
  }

  @FunctionalInterface
  private interface Limit {
    long apply(Property<?> row, long value);
  }

  private static String range(int min, int max) {
    return String.format(Locale.ROOT, "%,d to %,d", min, max);
  }

  T read(String text) {
    return reader.read(this, text);
  }

  ONSClientException refuse(String value) {
    return new ONSClientException(
        "property " + key + ": '" + value + "' is not allowed; give " + expected(),
        null,
        ErrorCode.INVALID_PROPERTY);
  }

  private String expected() {
    String what = "a " + type + ": ";
    if (type.equals("one of")) {
      what = "one of ";
    }
    return what + range + (unit.isEmpty() ? "" : " " + unit);
  }
}
