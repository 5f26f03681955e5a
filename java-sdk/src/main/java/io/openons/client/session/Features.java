package io.openons.client.session;

import io.grpc.Metadata;
import java.util.List;
import java.util.Set;

/**
 * What a server does beyond the common wire. OpenONS brokers say so in a header of their answer to
 * {@code Telemetry}; from a server that says nothing, nothing is expected.
 */
final class Features {
  static final Metadata.Key<String> HEADER =
      Metadata.Key.of("x-ons-features", Metadata.ASCII_STRING_MARSHALLER);

  /** One send request may carry many messages; each gets its own result. */
  static final String BATCH_SEND = "batch-send";

  private Features() {}

  static Set<String> in(Metadata headers) {
    String names = headers.get(HEADER);
    return names == null ? Set.of() : Set.copyOf(List.of(names.strip().split("\\s*,\\s*")));
  }
}
