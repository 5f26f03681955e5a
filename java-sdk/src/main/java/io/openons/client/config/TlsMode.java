package io.openons.client.config;

import java.util.Locale;

/** How connections are protected. */
public enum TlsMode {
  /** Plain text. */
  OFF,
  /** TLS; the server must prove its name by a certificate that this client trusts. */
  VERIFY,
  /** TLS that trusts every server: against eavesdropping, not against impostors. */
  TRUST_ALL;

  /** The value of the property. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String constantName(String value) {
    return value.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
