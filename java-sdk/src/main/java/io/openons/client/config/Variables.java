package io.openons.client.config;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the environment has for properties that a program does not set: variables that begin with
 * {@code ONSCLIENT_}, durations in milliseconds.
 */
final class Variables {
  private static final String PREFIX = "ONSCLIENT_";

  /** Names that say what the key does not. */
  private static final Map<String, String> OTHER_NAMES =
      Map.of("NAMESRV_ADDR", "ENDPOINT", "ONSAddr", "ONS_ADDR");

  private static final Map<String, Integer> MILLIS_OF =
      Map.of("ms", 1, "s", 1_000, "minutes", 60_000);

  /**
   * The keys of the same purpose: when a program sets one of them, the environment does not count,
   * or its access key would travel with the token of another.
   */
  private static final Map<String, List<String>> SAME_PURPOSE =
      Map.of(
          "NAMESRV_ADDR", List.of("ONSAddr"),
          "AccessKey", List.of("RamRoleName"),
          "SecretKey", List.of("RamRoleName"),
          "SecurityToken", List.of("AccessKey", "SecretKey", "RamRoleName"),
          "RamRoleName", List.of("AccessKey", "SecretKey", "SecurityToken"));

  private final UnaryOperator<String> environment;

  /**
   * Variables of a process.
   *
   * @param environment the value of a variable, or null
   */
  Variables(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /** Returns the name of a property's variable: its key in capitals, a duration's without unit. */
  static String nameOf(Property<?> property) {
    String name = property.key().replaceFirst("^ons\\.(client\\.)?", "").replace("MiB", "Mib");
    if (!name.equals(name.toUpperCase(Locale.ROOT))) {
      name = name.replaceAll("(?<!^)(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
    }
    if (isDuration(property)) {
      name = name.replaceFirst("_(MILLIS|IN_SECONDS)$", "");
    }
    return PREFIX + OTHER_NAMES.getOrDefault(property.key(), name);
  }

  /** Returns the keys by which a program keeps a property's variable out, besides its own. */
  static List<String> rivalsOf(Property<?> property) {
    List<String> rivals = new ArrayList<>(SAME_PURPOSE.getOrDefault(property.key(), List.of()));
    OnsProperties.all().stream()
        .filter(row -> row.olderNameOf().equals(property.key()))
        .forEach(row -> rivals.add(row.key()));
    return rivals;
  }

  /**
   * Returns the text of a property in its own unit.
   *
   * @param isSet whether the program sets a key
   */
  Optional<String> find(Property<?> property, Predicate<String> isSet) {
    if (property.variable().isEmpty() || rivalsOf(property).stream().anyMatch(isSet)) {
      return Optional.empty();
    }
    return Optional.ofNullable(environment.apply(property.variable()))
        .filter(text -> !text.isBlank())
        .map(text -> isDuration(property) ? inUnit(property, text.strip()) : text);
  }

  /** Reads a property's text from the environment; an error names the variable. */
  static <T> T read(Property<T> property, String text) {
    try {
      return property.read(text);
    } catch (ONSClientException refused) {
      throw new ONSClientException(
          refused.getMessage() + "; it comes from the environment variable " + property.variable(),
          refused,
          ErrorCode.INVALID_PROPERTY);
    }
  }

  private static boolean isDuration(Property<?> property) {
    return MILLIS_OF.containsKey(property.unit());
  }

  private static String inUnit(Property<?> property, String millis) {
    int unit = MILLIS_OF.get(property.unit());
    try {
      long value = Long.parseLong(millis);
      if (value % unit == 0) {
        return Long.toString(value / unit);
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, as a time that the unit cannot say.
    }
    throw new ONSClientException(
        "environment variable "
            + property.variable()
            + ": '"
            + millis
            + "' is not allowed; give milliseconds"
            + (unit == 1 ? "" : String.format(Locale.ROOT, ", a multiple of %,d", unit)),
        null,
        ErrorCode.INVALID_PROPERTY);
  }
}
