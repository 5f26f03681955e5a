package io.openons.broker.server.grpc;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.server.grpc.call.CallInfo;
import io.openons.broker.server.grpc.call.Dialect;
import io.openons.broker.server.grpc.call.GrpcStart;
import io.openons.broker.server.grpc.guard.AccessInterceptor;
import io.openons.broker.server.grpc.guard.CallLimits;
import io.openons.broker.server.grpc.guard.FaultInterceptor;
import io.openons.broker.server.grpc.guard.RequestReader;
import io.openons.broker.server.grpc.guard.UnfinishedRequest;
import io.openons.broker.server.grpc.v1.guard.FirstVersion;
import io.openons.broker.server.grpc.v2.guard.FeatureHeader;
import io.openons.broker.server.grpc.v2.guard.SecondVersion;
import io.openons.broker.server.grpc.v2.rpc.Addresses;
import io.openons.broker.server.grpc.v2.rpc.MessagingService;
import io.openons.broker.server.net.CallFaults;
import io.openons.broker.server.net.Connections;
import io.openons.broker.server.net.Listener;
import io.openons.broker.server.net.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Serves a broker over gRPC, in all versions of the wire on one port. */
public final class GrpcServer implements Listener {
  /** The name of this protocol. */
  public static final String PROTOCOL = "grpc";

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
  private final List<Runnable> services;
  private final HealthStatusManager health;

  private GrpcServer(Server server, List<Runnable> services, HealthStatusManager health) {
    this.health = health;
    this.server = server;
    this.services = services;
  }

  /** Faults that tests order, and what measures their delays. */
  private record Faults(CallFaults ordered, Scheduler scheduler) {}

  /**
   * Starts to serve.
   *
   * @param access decides about every call
   * @param scheduler measures the delays that tests order
   * @param address where to listen; port 0 takes a free one
   * @throws IOException when the address cannot be listened on
   */
  public static GrpcServer start(
      Broker broker,
      AccessControl access,
      Scheduler scheduler,
      InetSocketAddress address,
      Network network)
      throws IOException {
    Connections connections = network.connections();
    io.openons.broker.server.grpc.v1.rpc.MessagingService first =
        new io.openons.broker.server.grpc.v1.rpc.MessagingService(
            broker,
            access,
            new io.openons.broker.server.grpc.v1.rpc.Addresses(network.advertised()),
            network.commit());
    MessagingService second =
        new MessagingService(broker, access, new Addresses(network.advertised()), network.commit());
    HealthStatusManager health = new HealthStatusManager();
    Faults faults = new Faults(network.faults(), scheduler);
    Server server =
        NettyServerBuilder.forAddress(address)
            .channelType(network.loops().serverChannel())
            .bossEventLoopGroup(network.loops().acceptor())
            .workerEventLoopGroup(network.loops().workers())
            // Requests are short and never wait, so they are handled on the thread that read them.
            .directExecutor()
            .protocolNegotiator(new GrpcStart(connections, network.tls()))
            .maxInboundMessageSize(RequestReader.MAX_SEND_BYTES)
            .maxConcurrentCallsPerConnection(connections.limits().callsPerConnection())
            .addStreamTracerFactory(UnfinishedRequest.FACTORY)
            .permitKeepAliveTime(MIN_PING_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(PING_TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .addService(guarded(first, access, faults, new FirstVersion()))
            .addService(
                guarded(second, access, faults, new SecondVersion(), FeatureHeader.INTERCEPTOR))
            // Those who ask for the health have no keys.
            .addService(
                CallLimits.around(health.getHealthService().bindService(), new SecondVersion()))
            .build();
    server.start();
    return new GrpcServer(server, List.of(first::close, second::close), health);
  }

  private static ServerServiceDefinition guarded(
      BindableService service,
      AccessControl access,
      Faults faults,
      Dialect dialect,
      ServerInterceptor... others) {
    ServerServiceDefinition faulty =
        faults.ordered == CallFaults.NONE
            ? service.bindService()
            : ServerInterceptors.intercept(
                service, new FaultInterceptor(faults.ordered, faults.scheduler, dialect));
    // The last one named is the first one asked.
    ServerServiceDefinition checked =
        ServerInterceptors.intercept(
            faulty, new AccessInterceptor(access, dialect), CallInfo.INTERCEPTOR);
    return CallLimits.around(ServerInterceptors.intercept(checked, others), dialect);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenSockets().get(0);
  }

  /**
   * Refuses new calls, ends the streams, answers the waiting calls, lets running calls end for a
   * moment, and frees the port.
   */
  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    services.forEach(Runnable::run);
    try {
      if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
