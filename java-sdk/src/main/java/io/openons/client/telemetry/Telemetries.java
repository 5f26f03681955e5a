package io.openons.client.telemetry;

import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.runtime.UserCode;

/** Finds out what the process has to take note with. Works where OpenTelemetry is not there. */
public final class Telemetries {
  private static final Log log = Logs.of(Telemetries.class);
  private static final String NEEDED = "io.opentelemetry.api.OpenTelemetry";

  private Telemetries() {}

  /**
   * The telemetry of a client that starts now.
   *
   * @param group empty for a client without one
   */
  public static Telemetry of(String clientId, String instanceId, String group) {
    if (!isThere()) {
      return Telemetry.OFF;
    }
    return UserCode.call(
        () -> OnsTelemetry.of(clientId, instanceId, group),
        unusable -> {
          log.warn(
              "no spans and metrics: the OpenTelemetry on the class path is unusable, it must be"
                  + " 1.57 or newer",
              unusable);
          return Telemetry.OFF;
        });
  }

  private static boolean isThere() {
    try {
      Class.forName(NEEDED, false, Telemetries.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }
}
