package com.aliyun.openservices.ons.api;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a client is and does at a moment, for people who look for the reason of something; see
 * {@link Admin#describe()}. Secrets are masked.
 *
 * @param kind the name of the client's interface
 * @param state where it is in its life
 * @param clientId under which servers know it; empty when it does not run
 * @param endpoint the server's address, as the client understood it
 * @param connected whether that server has answered and the connection stands
 * @param serverFeatures what that server said that it offers beyond the common protocol; empty from
 *     servers that are not OpenONS
 * @param properties every property that means something to this kind of client, by key, in the
 *     order of the manual
 */
public record ClientDescription(
    String kind,
    State state,
    String clientId,
    String endpoint,
    boolean connected,
    Set<String> serverFeatures,
    Map<String, Setting> properties) {

  /** Where a client is in its life. */
  public enum State {
    /** Not started yet. */
    CREATED,
    /** Started. */
    STARTED,
    /** Shut down. */
    CLOSED
  }

  /** Where the value of a property comes from. */
  public enum Origin {
    /** The application gave it. */
    GIVEN,
    /** The application gave none, and an environment variable has it. */
    ENVIRONMENT,
    /** Nobody gave one. */
    DEFAULT,
    /** It follows from another property, or was renewed while the client ran. */
    DERIVED,
    /** Nobody gave one, and there is no default. */
    NOT_SET
  }

  /**
   * The value of a property.
   *
   * @param value as the client uses it, with its unit; {@code ***} for a secret, empty when not set
   */
  public record Setting(String value, Origin origin) {
    @Override
    public String toString() {
      return value
          + (value.isEmpty() ? "(" : " (")
          + origin.name().toLowerCase(Locale.ROOT).replace('_', ' ')
          + ")";
    }
  }

  /** The whole as text: a line for each of its parts, then one for each property. */
  @Override
  public String toString() {
    return "client = "
        + kind
        + "\nstate = "
        + state
        + "\nclientId = "
        + clientId
        + "\nendpoint = "
        + endpoint
        + "\nconnected = "
        + connected
        + "\nserverFeatures = "
        + serverFeatures.stream().sorted().collect(Collectors.joining(", "))
        + properties.entrySet().stream()
            .map(property -> "\n" + property.getKey() + " = " + property.getValue())
            .collect(Collectors.joining())
        + "\n";
  }
}
