package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One row of the property table.
 *
 * @param key the name in {@link java.util.Properties}
 * @param meaning one or two sentences
 * @param type what the text must be
 * @param defaultValue the value when the key is absent; null when there is none
 * @param unit of a number; empty for others
 * @param range what is allowed, for people
 * @param since the first version that has it
 * @param kinds the clients that it means something to; empty when it is accepted without effect
 * @param ownDefaults of kinds whose default is another one
 * @param olderNameOf the key that replaced this one; empty when none did
 * @param secret whether the value must not be shown
 * @param alsoSystemProperty whether the JVM's system property of that name counts when the key is
 *     absent
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
    Set<ClientKind> kinds,
    Map<ClientKind, T> ownDefaults,
    String olderNameOf,
    boolean secret,
    boolean alsoSystemProperty,
    Reader<T> reader) {

  /** Turns the text of a property into its value. */
  @FunctionalInterface
  public interface Reader<T> {
    /** The value; the property says which key and range an error names. */
    T read(Property<T> property, String text);
  }

  private static final String FIRST = "0.1.0";

  private static <T> Property<T> of(
      String key,
      String meaning,
      String type,
      T defaultValue,
      String unit,
      String range,
      Reader<T> reader) {
    return new Property<>(
        key,
        meaning,
        type,
        defaultValue,
        unit,
        range,
        FIRST,
        ClientKind.ALL,
        Map.of(),
        "",
        false,
        false,
        reader);
  }

  /** The same for some kinds of clients only. */
  Property<T> only(Set<ClientKind> some) {
    return with(some, ownDefaults, olderNameOf, secret, alsoSystemProperty);
  }

  /** The same with another default for one kind. */
  Property<T> withDefaultOf(ClientKind kind, T value) {
    return with(kinds, Map.of(kind, value), olderNameOf, secret, alsoSystemProperty);
  }

  /** The same as an older name of another key. */
  Property<T> asOlderNameOf(Property<T> newer) {
    return with(kinds, ownDefaults, newer.key(), secret, alsoSystemProperty);
  }

  /** The same with a value that must not be shown. */
  Property<T> asSecret() {
    return with(kinds, ownDefaults, olderNameOf, true, alsoSystemProperty);
  }

  /** The same, looked for among the system properties too. */
  Property<T> orSystemProperty() {
    return with(kinds, ownDefaults, olderNameOf, secret, true);
  }

  private Property<T> with(
      Set<ClientKind> someKinds,
      Map<ClientKind, T> defaults,
      String newer,
      boolean hidden,
      boolean system) {
    return new Property<>(
        key,
        meaning,
        type,
        defaultValue,
        unit,
        range,
        since,
        someKinds,
        defaults,
        newer,
        hidden,
        system,
        reader);
  }

  /**
   * Returns the environment variable that counts when a program does not set the property, such as
   * {@code ONSCLIENT_SEND_MSG_TIMEOUT}; empty for older names, and for keys without effect.
   */
  public String variable() {
    return kinds.isEmpty() || !olderNameOf.isEmpty() ? "" : Variables.nameOf(this);
  }

  /** The default of a kind of clients; null when there is none. */
  public T defaultFor(ClientKind kind) {
    return ownDefaults.getOrDefault(kind, defaultValue);
  }

  static Property<String> text(String key, String meaning) {
    return text(key, meaning, null);
  }

  static Property<String> text(String key, String meaning, String defaultValue) {
    return of(key, meaning, "text", defaultValue, "", "any text", (row, text) -> text);
  }

  /** Text that travels in a header. */
  static Property<String> headerText(String key, String meaning) {
    return of(
        key,
        meaning,
        "text",
        null,
        "",
        "printable ASCII characters",
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

  /** A number that is the default when it cannot be read or is out of range. */
  static Property<Integer> forgivingNumber(
      String key, String meaning, String unit, int defaultValue, int min, int max) {
    return of(
        key,
        meaning,
        "number",
        defaultValue,
        unit,
        range(min, max) + ", the default for anything else",
        (row, text) -> {
          try {
            int value = Integer.parseInt(text.strip());
            return value < min || value > max ? defaultValue : value;
          } catch (NumberFormatException notANumber) {
            return defaultValue;
          }
        });
  }

  static <E extends Enum<E>> Property<E> choice(
      String key, String meaning, Class<E> type, E defaultValue, UnaryOperator<String> toConstant) {
    E[] constants = type.getEnumConstants();
    String range = String.join(", ", Arrays.stream(constants).map(Object::toString).toList());
    return of(
        key,
        meaning,
        "one of",
        defaultValue,
        "",
        range,
        (row, text) -> {
          String wanted = toConstant.apply(text.strip());
          return Arrays.stream(constants)
              .filter(constant -> constant.name().equals(wanted))
              .findFirst()
              .orElseThrow(() -> row.refuse(text));
        });
  }

  static Property<Boolean> flag(String key, String meaning, boolean defaultValue) {
    return of(
        key,
        meaning,
        "one of",
        defaultValue,
        "",
        "true, false",
        (row, text) ->
            switch (text.strip().toLowerCase(Locale.ROOT)) {
              case "true" -> true;
              case "false" -> false;
              default -> throw row.refuse(text);
            });
  }

  private static Property<Integer> number(
      String key, String meaning, String unit, Integer defaultValue, String range, Limit limit) {
    return of(
        key,
        meaning,
        "number",
        defaultValue,
        unit,
        range,
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
