package io.openons.client.config;

import com.aliyun.openservices.ons.api.ClientDescription.Origin;
import com.aliyun.openservices.ons.api.ClientDescription.Setting;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads one set of properties by the table, and the environment for those that are absent. Defaults
 * nested in {@link Properties} count. Keys that are not in the table are logged, each once per
 * process, with the key that was probably meant.
 */
final class PropertyReader {
  private static final Log log = Logs.of(PropertyReader.class);

  /** Stands for a secret. */
  static final String MASK = "***";

  private static final Set<String> hinted = ConcurrentHashMap.newKeySet();
  private static final Map<String, Property<?>> KNOWN =
      OnsProperties.all().stream().collect(Collectors.toMap(Property::key, Function.identity()));

  private final ClientKind kind;
  private final Variables variables;
  private final Map<String, String> values = new TreeMap<>();
  private final Map<String, Setting> derived = new HashMap<>();

  /**
   * Takes a copy of the properties.
   *
   * @param kind whose defaults and older names count
   * @throws ONSClientException when a key is not a string, or a value of the table has no text
   */
  PropertyReader(Properties properties, ClientKind kind) {
    this(properties, kind, System::getenv);
  }

  PropertyReader(Properties properties, ClientKind kind, UnaryOperator<String> environment) {
    if (properties == null) {
      throw new ONSClientException(
          "the properties are null; give at least NAMESRV_ADDR, AccessKey and SecretKey",
          null,
          ErrorCode.INVALID_PROPERTY);
    }
    this.kind = kind;
    this.variables = new Variables(environment);
    properties.forEach((key, value) -> values.put(requireString(key), textOf(key, value)));
    for (Object key : names(properties)) {
      // Defaults are reached by name only; those that are no strings read as null.
      values.computeIfAbsent(
          requireString(key), name -> textOf(name, properties.getProperty(name)));
    }
  }

  /** Logs what is not in the table. */
  void hintUnknown() {
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

  /** Whose properties these are. */
  ClientKind kind() {
    return kind;
  }

  /** The value, or the default. */
  <T> T get(Property<T> property) {
    return find(property).orElse(property.defaultFor(kind));
  }

  /**
   * The value if the key, or else an older name of it, is there and not blank, or else its
   * environment variable. A key of other kinds of clients is not read.
   */
  <T> Optional<T> find(Property<T> property) {
    if (!property.kinds().contains(kind)) {
      return Optional.empty();
    }
    Optional<String> text = given(property);
    if (text.isEmpty()) {
      return variables
          .find(property, this::isSet)
          .map(variable -> read(property, variable, Variables.read(property, variable)));
    }
    return text.map(given -> read(property, given, property.read(given)));
  }

  private Optional<String> given(Property<?> property) {
    return Stream.concat(Stream.of(property), OnsProperties.olderNamesOf(property, kind))
        .map(this::text)
        .filter(text -> text != null && !text.isBlank())
        .findFirst();
  }

  private boolean isSet(String key) {
    String text = text(KNOWN.get(key));
    return text != null && !text.isBlank();
  }

  /** Returns the value; says so, once, when it is not that of the text. */
  private static <T> T read(Property<T> property, String text, T value) {
    if (value instanceof Integer number
        && !text.strip().equals(number.toString())
        && hinted.add(property.key() + " " + text)) {
      log.warn(
          "property {}: {} is used instead of {}; allowed are {}",
          property.key(),
          number,
          text,
          property.range());
    }
    return value;
  }

  private String text(Property<?> property) {
    String given = values.get(property.key());
    return given == null && property.alsoSystemProperty()
        ? System.getProperty(property.key())
        : given;
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

  /** Tells {@link #settings()} the value of a property that follows from others. */
  void derive(Property<?> property, Object value) {
    derived.put(property.key(), setting(property, value, Origin.DERIVED));
  }

  /** Every property that means something to this kind of client, in the order of the table. */
  Map<String, Setting> settings() {
    Map<String, Setting> settings = new LinkedHashMap<>();
    OnsProperties.all().stream()
        .filter(row -> row.kinds().contains(kind) && row.olderNameOf().isEmpty())
        .forEach(row -> settings.put(row.key(), setting(row)));
    return Collections.unmodifiableMap(settings);
  }

  private Setting setting(Property<?> property) {
    Optional<?> found = find(property);
    if (found.isPresent()) {
      boolean given = given(property).isPresent();
      return setting(property, found.get(), given ? Origin.GIVEN : Origin.ENVIRONMENT);
    }
    Setting known = derived.get(property.key());
    Object otherwise = property.defaultFor(kind);
    if (known != null || otherwise == null) {
      return known != null ? known : new Setting("", Origin.NOT_SET);
    }
    return setting(property, otherwise, Origin.DEFAULT);
  }

  private static Setting setting(Property<?> property, Object value, Origin origin) {
    String text = property.secret() ? MASK : value.toString();
    return new Setting(property.unit().isEmpty() ? text : text + " " + property.unit(), origin);
  }

  private static List<?> names(Properties properties) {
    try {
      return Collections.list(properties.propertyNames());
    } catch (ClassCastException notAString) {
      throw new ONSClientException(
          "properties: keys must be strings, one in the defaults is not; use setProperty",
          notAString,
          ErrorCode.INVALID_PROPERTY);
    }
  }

  private static String requireString(Object key) {
    if (key instanceof String name) {
      return name;
    }
    throw new ONSClientException(
        "property " + key + ": keys must be strings, this one is a " + nameOfType(key),
        null,
        ErrorCode.INVALID_PROPERTY);
  }

  /** Numbers, flags and constants count by their text, as programs put them. */
  private static String textOf(Object key, Object value) {
    boolean hasText =
        value instanceof CharSequence
            || value instanceof Number
            || value instanceof Boolean
            || value instanceof Enum;
    if (hasText) {
      return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }
    if (!KNOWN.containsKey(key)) {
      return "";
    }
    throw new ONSClientException(
        "property "
            + key
            + ": values must be strings, numbers, true or false, this one is a "
            + nameOfType(value)
            + "; use setProperty",
        null,
        ErrorCode.INVALID_PROPERTY);
  }

  private static String nameOfType(Object value) {
    return value == null ? "non-string in the defaults" : value.getClass().getName();
  }
}
