package io.openons.broker.server.remoting;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.timeout.IdleStateHandler;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.net.FirstBytes;
import io.openons.broker.server.net.Greeting;
import io.openons.broker.server.net.Network;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.call.Peer;
import io.openons.broker.server.remoting.call.RequestHandler;
import io.openons.broker.server.remoting.codec.FrameDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes the handlers of each connection, once its first bytes showed what it speaks. */
@Sharable
final class RemotingStart extends ChannelInitializer<Channel> {
  /** As long as official servers wait; clients that live send heartbeats each 30 s. */
  private static final Duration IDLE = Duration.ofSeconds(120);

  private static final Greeting GREETING = new RemotingGreeting();

  private final Network network;
  private final ChannelGroup connections;
  private final Map<Integer, Operation> operations;
  private final AccessControl access;

  RemotingStart(
      Network network,
      ChannelGroup connections,
      Map<Integer, Operation> operations,
      AccessControl access) {
    this.network = network;
    this.connections = connections;
    this.operations = operations;
    this.access = access;
  }

  @Override
  protected void initChannel(Channel channel) {
    connections.add(channel);
    channel
        .pipeline()
        .addLast(new FirstBytes(network.connections(), network.tls(), GREETING))
        .addLast(new Waiting());
  }

  private final class Waiting extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof FirstBytes.Speaks speaks) {
        begin(context, speaks.connection());
      } else {
        super.userEventTriggered(context, event);
      }
    }

    private void begin(ChannelHandlerContext context, Connection connection) {
      ChannelPipeline pipeline = context.pipeline();
      pipeline.addLast(new IdleStateHandler(0, 0, IDLE.toSeconds(), TimeUnit.SECONDS));
      pipeline.addLast(new FrameDecoder(connection));
      pipeline.addLast(
          new RequestHandler(operations, access, new Peer(context.channel(), connection)));
      pipeline.remove(this);
    }
  }
}
