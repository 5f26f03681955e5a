package io.openons.client.rpc;

import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.Endpoints;
import java.util.stream.Collectors;

/** Endpoints for people: {@code 10.0.0.1:8081;10.0.0.2:8081}. */
public final class EndpointsText {
  private EndpointsText() {}

  /** The text of endpoints. */
  public static String of(Endpoints endpoints) {
    return endpoints.getAddressesList().stream()
        .map(address -> of(address, endpoints.getScheme()))
        .collect(Collectors.joining(";"));
  }

  static String of(Address address, AddressScheme scheme) {
    String host = address.getHost();
    return (scheme == AddressScheme.IPv6 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
