package io.openons.client.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;

/**
 * Which OpenTelemetry clients report to: the one that was given here, or else the process's global
 * one, or none when there is none. A client decides when it starts, and stays with it.
 *
 * <p>Needs {@code io.opentelemetry:opentelemetry-api} 1.57 or newer on the class path, which this
 * library does not bring. Thread-safe.
 */
public final class OnsTelemetry {
  private static volatile OpenTelemetry given;

  private OnsTelemetry() {}

  /**
   * Lets clients that start from now on report to this OpenTelemetry.
   *
   * @param openTelemetry {@code OpenTelemetry.noop()} to report nothing; null for the global one
   *     again
   */
  public static void use(OpenTelemetry openTelemetry) {
    given = openTelemetry;
  }

  static Telemetry of(String clientId, String instanceId, String group) {
    OpenTelemetry target = target();
    return target == OpenTelemetry.noop()
        ? Telemetry.OFF
        : new GuardedTelemetry(new MessagingTelemetry(target, clientId, instanceId, group));
  }

  /** Only looks: who asks for the global one before it is set prevents that it ever is. */
  private static OpenTelemetry target() {
    OpenTelemetry chosen = given;
    if (chosen != null) {
      return chosen;
    }
    return GlobalOpenTelemetry.isSet() ? GlobalOpenTelemetry.get() : OpenTelemetry.noop();
  }
}
