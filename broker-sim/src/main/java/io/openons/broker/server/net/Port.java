package io.openons.broker.server.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A port that is listened on, and the connections that came to it. */
public final class Port {
  private static final int CLOSE_SECONDS = 2;

  private final Channel listening;
  private final ChannelGroup connections;

  private Port(Channel listening, ChannelGroup connections) {
    this.listening = listening;
    this.connections = connections;
  }

  /**
   * What speaks on the connections of a port.
   *
   * @param greeting how the protocol begins
   * @param backlog connections that may wait to be accepted
   * @param waterMark unsent bytes of a connection from which on it is not writable, and below which
   *     it is again
   * @param handlers makes the handlers of a connection whose first bytes are the greeting
   */
  public record Protocol(
      Greeting greeting, int backlog, WriteBufferWaterMark waterMark, Handlers handlers) {}

  /** Makes the handlers of a connection. */
  public interface Handlers {
    /** Adds them. */
    void addTo(ChannelPipeline pipeline, Connection connection);
  }

  /**
   * Listens, on the threads and within the limits of all protocols.
   *
   * @param address where; port 0 takes a free one
   * @throws IOException when the address cannot be listened on
   */
  public static Port listen(InetSocketAddress address, Network network, Protocol protocol)
      throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(network.loops().acceptor().next());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(network.loops().acceptor(), network.loops().workers())
            .channel(network.loops().serverChannel())
            .option(ChannelOption.SO_BACKLOG, protocol.backlog)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, protocol.waterMark)
            .childHandler(start(network, protocol, connections))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause());
    }
    return new Port(bound.channel(), connections);
  }

  /** Returns the handler that each connection begins with; it adds them to the group. */
  public static ChannelHandler start(Network network, Protocol protocol, ChannelGroup connections) {
    return new Start(network, protocol, connections);
  }

  /** Returns the address, with the port that was taken. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Returns the connections that are open. */
  public ChannelGroup connections() {
    return connections;
  }

  /** Frees the port; the connections stay. */
  public void free() {
    listening.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /** Closes the connections. */
  public void closeConnections() {
    connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }

  /** Begins with each connection, and goes on once its first bytes showed what it speaks. */
  @Sharable
  private static final class Start extends ChannelInitializer<Channel> {
    private final Network network;
    private final Protocol protocol;
    private final ChannelGroup connections;

    Start(Network network, Protocol protocol, ChannelGroup connections) {
      this.network = network;
      this.protocol = protocol;
      this.connections = connections;
    }

    @Override
    protected void initChannel(Channel channel) {
      connections.add(channel);
      channel
          .pipeline()
          .addLast(new FirstBytes(network.connections(), network.tls(), protocol.greeting))
          .addLast(new Waiting(protocol.handlers));
    }
  }

  private static final class Waiting extends ChannelInboundHandlerAdapter {
    private final Handlers handlers;

    Waiting(Handlers handlers) {
      this.handlers = handlers;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof FirstBytes.Speaks speaks) {
        handlers.addTo(context.pipeline(), speaks.connection());
        context.pipeline().remove(this);
      } else {
        super.userEventTriggered(context, event);
      }
    }
  }
}
