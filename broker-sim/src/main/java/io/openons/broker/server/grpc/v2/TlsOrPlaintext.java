package io.openons.broker.server.grpc.v2;

import io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.InternalProtocolNegotiator.ProtocolNegotiator;
import io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.ProtocolNegotiationEvent;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.function.Supplier;

/**
 * Lets one port speak both TLS and plaintext, by the first bytes of each connection. Five of the
 * official clients start with TLS and three with plaintext, so a port that speaks only one of them
 * fails for somebody.
 */
final class TlsOrPlaintext implements ProtocolNegotiator {
  private final ProtocolNegotiator plaintext = InternalProtocolNegotiators.serverPlaintext();
  private final Supplier<SslContext> tlsContext;

  /**
   * Makes the negotiator.
   *
   * @param tlsContext is asked for each connection that speaks TLS, the first of which may make a
   *     certificate
   */
  TlsOrPlaintext(Supplier<SslContext> tlsContext) {
    this.tlsContext = tlsContext;
  }

  @Override
  public AsciiString scheme() {
    return plaintext.scheme();
  }

  @Override
  public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpcHandler) {
    return new Detector(grpcHandler);
  }

  @Override
  public void close() {
    plaintext.close();
  }

  private final class Detector extends ByteToMessageDecoder {
    /** Content type of a TLS handshake record, and the major version that all of TLS has. */
    private static final int HANDSHAKE = 0x16;

    private static final int MAJOR_VERSION = 3;

    private final GrpcHttp2ConnectionHandler grpcHandler;
    private ProtocolNegotiationEvent event = InternalProtocolNegotiationEvent.getDefault();

    Detector(GrpcHttp2ConnectionHandler grpcHandler) {
      this.grpcHandler = grpcHandler;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object occurred)
        throws Exception {
      if (occurred instanceof ProtocolNegotiationEvent negotiation) {
        // Kept for the handler that is chosen by the first bytes.
        event = negotiation;
      } else {
        super.userEventTriggered(context, occurred);
      }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
      if (in.readableBytes() < 2) {
        return;
      }
      int start = in.readerIndex();
      boolean tls =
          in.getUnsignedByte(start) == HANDSHAKE && in.getUnsignedByte(start + 1) == MAJOR_VERSION;
      ProtocolNegotiator chosen =
          tls ? InternalProtocolNegotiators.serverTls(tlsContext.get()) : plaintext;
      context.pipeline().addAfter(context.name(), null, chosen.newHandler(grpcHandler));
      context.fireUserEventTriggered(event);
      context.pipeline().remove(this);
    }
  }
}
