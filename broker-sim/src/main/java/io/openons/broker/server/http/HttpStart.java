package io.openons.broker.server.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.net.FirstBytes;
import io.openons.broker.server.net.Greeting;
import io.openons.broker.server.net.Network;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the handlers of each connection, once its first bytes showed what it speaks. */
@Sharable
final class HttpStart extends ChannelInitializer<Channel> {
  /** Browsers reuse connections for about as long. */
  private static final Duration IDLE = Duration.ofSeconds(75);

  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;
  private static final Greeting GREETING = new HttpGreeting();

  private final Network network;
  private final ChannelGroup connections;
  private final List<Service> services;

  HttpStart(Network network, ChannelGroup connections, List<Service> services) {
    this.network = network;
    this.connections = connections;
    this.services = services;
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
      RequestDeadline deadline = new RequestDeadline(connection);
      pipeline.addLast(new IdleStateHandler(0, 0, IDLE.toSeconds(), TimeUnit.SECONDS));
      pipeline.addLast(deadline);
      pipeline.addLast(
          new HttpServerCodec(
              new HttpDecoderConfig()
                  .setMaxInitialLineLength(MAX_LINE)
                  .setMaxHeaderSize(MAX_HEADERS)));
      pipeline.addLast(new HttpServerKeepAliveHandler());
      pipeline.addLast(new RequestBytes(connection));
      pipeline.addLast(new WholeRequest());
      pipeline.addLast(new RequestHandler(services, connection, deadline));
      pipeline.remove(this);
    }
  }
}
