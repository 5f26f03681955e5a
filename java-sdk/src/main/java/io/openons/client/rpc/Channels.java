package io.openons.client.rpc;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NegotiationType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.openons.client.config.TlsConfig;
import io.openons.client.config.TlsMode;
import io.openons.proto.v2.Endpoints;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * One channel per endpoints and kind of TLS, shared by all clients of the process and closed when
 * the last of them lets go.
 */
public final class Channels {
  /** As the official clients; servers refuse pings that come more often than each 5 minutes. */
  private static final long KEEP_ALIVE_SECONDS = 300;

  private static final long KEEP_ALIVE_ANSWER_SECONDS = 30;
  private static final int CONNECT_TIMEOUT_MILLIS = 3_000;

  /** Sixteen times the largest body that servers take unless they are configured otherwise. */
  private static final int MAX_INBOUND_BYTES = 64 << 20;

  private static final long CLOSE_MILLIS = 1_000;

  static {
    NameResolverRegistry.getDefaultRegistry().register(new EndpointsResolver.Provider());
  }

  private record Key(Endpoints endpoints, TlsConfig tls) {}

  private static final class Shared {
    private final ManagedChannel channel;
    private int users;

    private Shared(ManagedChannel channel) {
      this.channel = channel;
    }
  }

  private final ThreadFactory ioThreads;
  private final Map<Key, Shared> open = new HashMap<>();
  private EventLoopGroup io;

  /** No channel and no thread yet. */
  public Channels(ThreadFactory ioThreads) {
    this.ioThreads = ioThreads;
  }

  /** The channel, made if need be; every call is answered by one {@link #release}. */
  synchronized ManagedChannel acquire(Endpoints endpoints, TlsConfig tls) {
    Shared shared =
        open.computeIfAbsent(
            new Key(endpoints, tls), key -> new Shared(connect(key.endpoints(), key.tls())));
    shared.users++;
    return shared.channel;
  }

  /** Lets go of a channel; the last user closes it. */
  void release(Endpoints endpoints, TlsConfig tls) {
    Shared last;
    synchronized (this) {
      Key key = new Key(endpoints, tls);
      Shared shared = open.get(key);
      shared.users--;
      if (shared.users > 0) {
        return;
      }
      last = open.remove(key);
    }
    close(last.channel);
  }

  /** Closes what is left, and the threads that move bytes. */
  public synchronized void close() {
    open.values().forEach(shared -> close(shared.channel));
    open.clear();
    if (io != null) {
      io.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
          .awaitUninterruptibly(2 * CLOSE_MILLIS);
      io = null;
    }
  }

  private ManagedChannel connect(Endpoints endpoints, TlsConfig tls) {
    Class<? extends Channel> type =
        Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class;
    NettyChannelBuilder builder =
        NettyChannelBuilder.forTarget(EndpointsResolver.target(endpoints))
            .eventLoopGroup(io())
            .channelType(type)
            .directExecutor()
            .userAgent(RequestHeaders.userAgent())
            .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
            .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEP_ALIVE_ANSWER_SECONDS, TimeUnit.SECONDS)
            .keepAliveWithoutCalls(true)
            .maxInboundMessageSize(MAX_INBOUND_BYTES)
            .disableRetry();
    if (tls.isOn()) {
      builder.sslContext(sslContext(tls)).negotiationType(NegotiationType.TLS);
    } else {
      builder.usePlaintext();
    }
    return builder.build();
  }

  private EventLoopGroup io() {
    if (io == null) {
      int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
      io =
          new MultiThreadIoEventLoopGroup(
              threads,
              ioThreads,
              Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }
    return io;
  }

  private static SslContext sslContext(TlsConfig tls) {
    try {
      SslContextBuilder builder = GrpcSslContexts.forClient();
      if (tls.mode() == TlsMode.TRUST_ALL) {
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
      } else if (tls.caFile() != null) {
        builder.trustManager(tls.caFile().toFile());
      }
      return builder.build();
    } catch (SSLException | IllegalArgumentException unusable) {
      throw new ONSClientException(
          "TLS cannot be set up"
              + (tls.caFile() == null ? "" : " with the certificates in " + tls.caFile())
              + ": "
              + unusable.getMessage(),
          unusable,
          ErrorCode.TLS_FAILED);
    }
  }

  private static void close(ManagedChannel channel) {
    channel.shutdownNow();
    try {
      channel.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
