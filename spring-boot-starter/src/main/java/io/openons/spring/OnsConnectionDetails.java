package io.openons.spring;

import java.util.Collections;
import java.util.Map;

/**
 * Where a server is. A bean of this type wins over {@code ons.endpoint} and its kin; tests use it
 * to point an application at a broker of their own.
 */
@FunctionalInterface
public interface OnsConnectionDetails {
  /** The address, usable as {@code NAMESRV_ADDR}. */
  String getEndpoint();

  /** The server that this is about; null, the default, for every one of the application. */
  default String getServer() {
    return null;
  }

  /** The access key; null, the default, for the one of the configuration, or else any. */
  default String getAccessKey() {
    return null;
  }

  /** The secret key; null, the default, for the one of the configuration, or else any. */
  default String getSecretKey() {
    return null;
  }

  /** Further properties of the client, by key; they win over those of the configuration. */
  default Map<String, String> getProperties() {
    return Collections.emptyMap();
  }
}
