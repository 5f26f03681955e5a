package io.openons.client.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How connections are protected, with which trust.
 *
 * @param caFile certificates in PEM form that are trusted instead of the JVM's; null for the JVM's
 */
public record TlsConfig(TlsMode mode, Path caFile) {
  /** Plain text. */
  public static final TlsConfig OFF = new TlsConfig(TlsMode.OFF, null);

  /** Checks that there is a mode. */
  public TlsConfig {
    Objects.requireNonNull(mode, "mode");
  }

  /** Whether connections are encrypted. */
  public boolean isOn() {
    return mode != TlsMode.OFF;
  }
}
