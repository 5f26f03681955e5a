package io.openons.broker.server.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.net.Listener;
import io.openons.broker.server.net.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Serves HTTP/1.1, on the threads and within the limits of all protocols. */
public final class HttpServer implements Listener {
  /** The name of this protocol. */
  public static final String PROTOCOL = "http";

  /** Unsent bytes of a connection from which on a stream of events pauses, and below which not. */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(64 << 10, 256 << 10);

  private static final int BACKLOG = 128;
  private static final int CLOSE_SECONDS = 2;

  private final Channel listening;
  private final ChannelGroup connections;

  private HttpServer(Channel listening, ChannelGroup connections) {
    this.listening = listening;
    this.connections = connections;
  }

  /**
   * Starts to serve.
   *
   * @param services what is served; the first that takes a path answers
   * @param address where to listen; port 0 takes a free one
   * @param network its certificate is for HTTP
   * @throws IOException when the address cannot be listened on
   */
  public static HttpServer start(List<Service> services, InetSocketAddress address, Network network)
      throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(network.loops().acceptor().next());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(network.loops().acceptor(), network.loops().workers())
            .channel(network.loops().serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
            .childHandler(new HttpStart(network, connections, List.copyOf(services)))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(bound.cause());
    }
    return new HttpServer(bound.channel(), connections);
  }

  @Override
  public String protocol() {
    return PROTOCOL;
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /** Frees the port, and closes the connections. */
  @Override
  public void close() {
    listening.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
