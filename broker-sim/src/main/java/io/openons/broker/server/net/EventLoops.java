package io.openons.broker.server.net;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads that serve the connections of all protocols: by epoll where there is one, else by
 * Java's selectors. They are daemons and start when they are first needed.
 */
public final class EventLoops implements AutoCloseable {
  private static final int CLOSE_SECONDS = 2;

  private final EventLoopGroup acceptor = open("ons-accept", 1);
  private final EventLoopGroup workers =
      open("ons-serve", Runtime.getRuntime().availableProcessors());

  private static EventLoopGroup open(String name, int threads) {
    return new MultiThreadIoEventLoopGroup(
        threads,
        new DefaultThreadFactory(name, true),
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** Returns the thread that accepts connections. */
  public EventLoopGroup acceptor() {
    return acceptor;
  }

  /** Returns the threads that serve connections, as many as there are processors. */
  public EventLoopGroup workers() {
    return workers;
  }

  /** Returns the kind of listening socket that these threads serve. */
  public Class<? extends ServerChannel> serverChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /** Ends the threads. */
  @Override
  public void close() {
    try {
      for (EventLoopGroup loops : List.of(acceptor, workers)) {
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
