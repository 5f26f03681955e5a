package io.openons.broker.server.grpc.call;

import io.grpc.Attributes;
import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AsciiString;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.net.Connections;
import io.openons.broker.server.net.FirstBytes;
import io.openons.broker.server.net.Greeting;
import io.openons.broker.server.net.Http2Greeting;
import io.openons.broker.server.net.Http2Guard;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Lets gRPC take over a connection whose first bytes showed that it speaks HTTP/2. */
public final class GrpcStart implements ProtocolNegotiator {
  /** The attribute of every call that names its connection. */
  public static final Attributes.Key<Connection> CONNECTION = Attributes.Key.create("connection");

  private static final Greeting GREETING = new Http2Greeting();

  private final ProtocolNegotiator plaintext = InternalProtocolNegotiators.serverPlaintext();
  private final Connections connections;
  private final Supplier<CompletableFuture<SslContext>> tls;

  public GrpcStart(Connections connections, Supplier<CompletableFuture<SslContext>> tls) {
    this.connections = connections;
    this.tls = tls;
  }

  @Override
  public AsciiString scheme() {
    return plaintext.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpcHandler) {
    return new Waiting(grpcHandler);
  }

  @Override
  public void close() {
    plaintext.close();
  }

  /** Holds gRPC's event until the protocol is known. */
  private final class Waiting extends ChannelInboundHandlerAdapter {
    private final GrpcHttp2ConnectionHandler grpcHandler;
    private ProtocolNegotiationEvent begin = InternalProtocolNegotiationEvent.getDefault();

    Waiting(GrpcHttp2ConnectionHandler grpcHandler) {
      this.grpcHandler = grpcHandler;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      context
          .pipeline()
          .addBefore(context.name(), null, new FirstBytes(connections, tls, GREETING));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
      if (event instanceof ProtocolNegotiationEvent negotiation) {
        begin = negotiation;
      } else if (event instanceof FirstBytes.Speaks http2) {
        start(context, http2.connection());
      } else {
        super.userEventTriggered(context, event);
      }
    }

    private void start(ChannelHandlerContext context, Connection connection) {
      Attributes attributes =
          InternalProtocolNegotiationEvent.getAttributes(begin).toBuilder()
              .set(CONNECTION, connection)
              .build();
      context.pipeline().addAfter(context.name(), null, plaintext.newHandler(grpcHandler));
      context
          .pipeline()
          .addAfter(
              context.name(), null, new Http2Guard(connection, connections.limits().idleFrames()));
      context.fireUserEventTriggered(
          InternalProtocolNegotiationEvent.withAttributes(begin, attributes));
      context.pipeline().remove(this);
    }
  }
}
