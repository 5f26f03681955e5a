package io.openons.broker.server.net;

import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The part of serving that all protocols share; made once for a broker.
 *
 * @param loops the threads
 * @param connections all connections, and their limits
 * @param tls is asked by the first connection that speaks TLS; completes when TLS can be served
 * @param commit stores together the messages that are read together
 * @param faults what goes wrong because a test ordered it
 * @param advertised the address that all clients are told; null for the one that each client used
 */
public record Network(
    EventLoops loops,
    Connections connections,
    Supplier<CompletableFuture<SslContext>> tls,
    GroupCommit commit,
    CallFaults faults,
    InetSocketAddress advertised) {
  /** Returns the same for protocols that agree on others inside of TLS. */
  public Network withTls(Supplier<CompletableFuture<SslContext>> other) {
    return new Network(loops, connections, other, commit, faults, advertised);
  }
}
