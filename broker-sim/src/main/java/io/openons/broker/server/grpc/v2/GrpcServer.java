package io.openons.broker.server.grpc.v2;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.access.ClientOwners;
import io.openons.broker.server.net.Connections;
import io.openons.broker.server.net.EventLoops;
import io.openons.broker.server.net.GroupCommit;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Serves a broker over gRPC. */
public final class GrpcServer implements AutoCloseable {
  /**
   * Clients that ping more often are cut off; the eager C++ client pings each 60 s, also when idle.
   */
  private static final int MIN_PING_SECONDS = 10;

  /**
   * How often the broker pings its clients, so that a dead connection ends, and how long it waits
   * for the answer.
   */
  private static final int PING_SECONDS = 30;

  private static final int PING_TIMEOUT_SECONDS = 10;
  private static final int CLOSE_SECONDS = 2;

  private final Server server;
  private final EventLoopGroup acceptor;
  private final EventLoopGroup workers;
  private final MessagingService service;

  private GrpcServer(
      Server server, EventLoopGroup acceptor, EventLoopGroup workers, MessagingService service) {
    this.server = server;
    this.acceptor = acceptor;
    this.workers = workers;
    this.service = service;
  }

  /**
   * Starts to serve.
   *
   * @param access says who may do what
   * @param address where to listen; port 0 takes a free one
   * @param advertised the address that clients are told; null to go by what each client used
   * @param connections counts the connections
   * @param tls completes when TLS can be served
   * @throws IOException when the address cannot be listened on
   */
  public static GrpcServer start(
      Broker broker,
      AccessControl access,
      InetSocketAddress address,
      InetSocketAddress advertised,
      Connections connections,
      CompletableFuture<SslContext> tls)
      throws IOException {
    EventLoopGroup acceptor = EventLoops.open("ons-grpc-accept", 1);
    EventLoopGroup workers =
        EventLoops.open("ons-grpc", Runtime.getRuntime().availableProcessors());
    MessagingService service =
        new MessagingService(
            broker, access, new Addresses(advertised), new GroupCommit(broker::publish, workers));
    Server server =
        NettyServerBuilder.forAddress(address)
            .channelType(EventLoops.serverChannel())
            .bossEventLoopGroup(acceptor)
            .workerEventLoopGroup(workers)
            // Requests are short and never wait, so they are handled on the thread that read them.
            .directExecutor()
            .protocolNegotiator(new GrpcStart(connections, tls))
            .maxInboundMessageSize(RequestReader.MAX_SEND_BYTES)
            .maxConcurrentCallsPerConnection(connections.limits().callsPerConnection())
            .addStreamTracerFactory(UnfinishedRequest.FACTORY)
            .permitKeepAliveTime(MIN_PING_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .addService(
                CallLimits.around(
                    // The last one named is the first one asked.
                    ServerInterceptors.intercept(
                        service,
                        new AccessInterceptor(access, new ClientOwners(broker.clients()::isAlive)),
                        CallInfo.INTERCEPTOR,
                        FeatureHeader.INTERCEPTOR)))
            .build();
    GrpcServer started = new GrpcServer(server, acceptor, workers, service);
    try {
      server.start();
    } catch (IOException e) {
      started.close();
      throw e;
    }
    return started;
  }

  /** Returns the port that is listened on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Refuses new calls, ends the streams, answers those who wait, lets running calls end for a
   * moment, and frees the port and the threads.
   */
  @Override
  public void close() {
    server.shutdown();
    service.close();
    try {
      if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
      for (EventLoopGroup loops : new EventLoopGroup[] {acceptor, workers}) {
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).await();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
