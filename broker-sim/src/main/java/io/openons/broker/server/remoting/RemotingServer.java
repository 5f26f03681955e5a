package io.openons.broker.server.remoting;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroupFuture;
import io.openons.broker.core.Broker;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.server.net.Listener;
import io.openons.broker.server.net.Network;
import io.openons.broker.server.net.Port;
import io.openons.broker.server.remoting.admin.AdminRequests;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.group.GroupRequests;
import io.openons.broker.server.remoting.group.LockRequests;
import io.openons.broker.server.remoting.group.Sessions;
import io.openons.broker.server.remoting.pop.AssignmentRequests;
import io.openons.broker.server.remoting.pop.LeaseRequests;
import io.openons.broker.server.remoting.pop.PopRequests;
import io.openons.broker.server.remoting.pull.OffsetRequests;
import io.openons.broker.server.remoting.pull.PullRequests;
import io.openons.broker.server.remoting.query.QueryRequests;
import io.openons.broker.server.remoting.route.BrokerAddress;
import io.openons.broker.server.remoting.route.RouteRequests;
import io.openons.broker.server.remoting.send.RecallRequests;
import io.openons.broker.server.remoting.send.ReplyRequests;
import io.openons.broker.server.remoting.send.SendRequests;
import io.openons.broker.server.remoting.send.SettleRequests;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Serves a broker, as name server and broker in one, over the remoting protocol. */
public final class RemotingServer implements Listener {
  /** The name of this protocol. */
  public static final String PROTOCOL = "remoting";

  /** Unsent bytes of a connection from which on it is read no further, and below which it is. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(512 << 10, 2 << 20);

  private static final int BACKLOG = 1024;
  private static final int CLOSE_SECONDS = 2;

  private final Port port;
  private final PullRequests pulls;
  private final PopRequests pops;

  private RemotingServer(Port port, PullRequests pulls, PopRequests pops) {
    this.port = port;
    this.pulls = pulls;
    this.pops = pops;
  }

  /**
   * Starts to serve.
   *
   * @param access decides about every request
   * @param address where to listen; port 0 takes a free one
   * @param advertised the address that all clients are told; null for the one that each client
   *     reached
   * @throws IOException when the address cannot be listened on
   */
  public static RemotingServer start(
      Broker broker,
      AccessControl access,
      InetSocketAddress address,
      Network network,
      InetSocketAddress advertised)
      throws IOException {
    BrokerAddress self = new BrokerAddress(advertised);
    Sessions sessions = new Sessions(broker);
    PullRequests pulls = new PullRequests(broker, self, sessions);
    PopRequests pops = new PopRequests(broker, self, sessions);
    Map<Integer, Operation> operations = new HashMap<>();
    operations.putAll(RouteRequests.operations(broker, self));
    operations.putAll(GroupRequests.operations(broker, access, self, sessions));
    operations.putAll(LockRequests.operations(broker));
    operations.putAll(SendRequests.operations(broker, access, network.commit(), self, sessions));
    operations.putAll(SettleRequests.operations(broker, sessions));
    operations.putAll(ReplyRequests.operations(sessions, self));
    operations.putAll(RecallRequests.operations(broker, access));
    operations.putAll(pulls.operations());
    operations.putAll(pops.operations());
    operations.putAll(LeaseRequests.operations(broker));
    operations.putAll(AssignmentRequests.operations(broker, sessions));
    operations.putAll(OffsetRequests.operations(broker, sessions));
    operations.putAll(QueryRequests.operations(broker, access, self));
    operations.putAll(AdminRequests.operations(broker, self, sessions));
    Port port =
        Port.listen(
            address,
            network,
            new Port.Protocol(
                new RemotingGreeting(),
                BACKLOG,
                WATER_MARK,
                new RemotingHandlers(operations, access)));
    return new RemotingServer(port, pulls, pops);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public InetSocketAddress address() {
    return port.address();
  }

  /** Frees the port, answers the waiting calls, and closes the connections when that is out. */
  @Override
  public void close() {
    port.free();
    pulls.close();
    pops.close();
    ChannelGroupFuture closed = port.connections().newCloseFuture();
    // Behind the answers, which each connection's thread writes.
    port.connections().forEach(channel -> channel.eventLoop().execute(() -> end(channel)));
    if (!closed.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS)) {
      port.closeConnections();
    }
  }

  private static void end(Channel channel) {
    channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }
}
