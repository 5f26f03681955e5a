package io.openons.broker.core.session;

import java.time.Instant;

/**
 * How a client is connected, for operators.
 *
 * @param protocol the protocol, as its listener is called; empty when it is not known
 * @param language the programming language of the client; empty when it did not say
 * @param version the version of its library; empty when it did not say
 * @param address its address, as the broker sees it; empty when it is not known
 * @param since when it was connected; null when it is not known
 */
public record ClientInfo(
    String protocol, String language, String version, String address, Instant since) {
  /** Of a client without a session. */
  public static final ClientInfo UNKNOWN = new ClientInfo("", "", "", "", null);
}
