package io.openons.broker.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.openons.broker.core.api.BrokerException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Finds out by the first bytes of a connection whether it speaks TLS, and inside of it or without
 * it the protocol of its port, so that one port serves all clients: of the official ones for gRPC
 * five start with TLS and three with plaintext. A connection that says nothing for {@link
 * ServerLimits#silence}, or something else, is closed with one line in the log.
 */
public final class FirstBytes extends ByteToMessageDecoder {
  /** Content type of a TLS handshake record, and the major version that all of TLS has. */
  private static final int HANDSHAKE = 0x16;

  private static final int MAJOR_VERSION = 3;
  private static final Pattern HTTP_1 = Pattern.compile("[A-Z]{3,7} .*", Pattern.DOTALL);
  private static final int SHOWN = 16;

  /**
   * The event that tells the next handler that the connection speaks its protocol; the bytes
   * follow.
   *
   * @param connection the connection
   */
  public record Speaks(Connection connection) {}

  private final Connections connections;
  private final Supplier<CompletableFuture<SslContext>> tls;
  private final Greeting greeting;
  private final boolean isEncrypted;
  private Connection connection;
  private ScheduledFuture<?> deadline;
  private boolean isWaiting;
  private boolean isOver;

  /**
   * Makes the handler of one connection.
   *
   * @param tls is asked when a connection speaks TLS; completes when TLS can be served
   * @param greeting how the protocol of the port begins
   */
  public FirstBytes(
      Connections connections, Supplier<CompletableFuture<SslContext>> tls, Greeting greeting) {
    this(connections, tls, greeting, null);
  }

  private FirstBytes(
      Connections connections,
      Supplier<CompletableFuture<SslContext>> tls,
      Greeting greeting,
      Connection encrypted) {
    this.connections = connections;
    this.tls = tls;
    this.greeting = greeting;
    this.isEncrypted = encrypted != null;
    this.connection = encrypted;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (connection == null) {
      try {
        connection = connections.add(context.channel());
      } catch (BrokerException refusal) {
        isOver = true;
        connections
            .faults()
            .log(
                "refused the connection from %s: %s"
                    .formatted(context.channel().remoteAddress(), refusal.getMessage()));
        context.close();
        return;
      }
    }
    long silence = connections.limits().silence().toMillis();
    deadline =
        context
            .executor()
            .schedule(
                () -> end(context, "was silent for %d ms".formatted(silence)),
                silence,
                TimeUnit.MILLISECONDS);
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    isOver = true;
    if (deadline != null) {
      deadline.cancel(false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (isOver) {
      in.skipBytes(in.readableBytes());
    } else if (!isWaiting && in.readableBytes() >= 2) {
      int start = in.readerIndex();
      boolean isTls =
          in.getUnsignedByte(start) == HANDSHAKE && in.getUnsignedByte(start + 1) == MAJOR_VERSION;
      if (isTls && !isEncrypted) {
        startTls(context);
      } else {
        compare(context, in);
      }
    }
  }

  private void startTls(ChannelHandlerContext context) {
    isWaiting = true;
    CompletableFuture<SslContext> identity = tls.get();
    if (identity.isDone()) {
      encrypt(context, identity);
      return;
    }
    // No more is read meanwhile, so that a client costs no more than its first bytes.
    context.channel().config().setAutoRead(false);
    identity.whenComplete(
        (made, failure) ->
            context
                .executor()
                .execute(
                    () -> {
                      context.channel().config().setAutoRead(true);
                      encrypt(context, identity);
                    }));
  }

  /** Puts TLS into this handler's place, and this handler's like behind it. */
  private void encrypt(ChannelHandlerContext context, CompletableFuture<SslContext> identity) {
    if (isOver) {
      return;
    }
    if (identity.isCompletedExceptionally()) {
      end(context, "asks for TLS, and this broker has no certificate; an earlier line says why");
      return;
    }
    SslHandler handler = identity.join().newHandler(context.alloc());
    // The limit of silence holds for the handshake, too.
    handler.setHandshakeTimeoutMillis(0);
    context
        .pipeline()
        .addAfter(context.name(), null, new FirstBytes(connections, tls, greeting, connection));
    context.pipeline().replace(this, null, handler);
  }

  private void compare(ChannelHandlerContext context, ByteBuf in) {
    switch (greeting.match(in)) {
      case YES -> {
        context.fireUserEventTriggered(new Speaks(connection));
        context.pipeline().remove(this);
      }
      case NO -> refuse(context, in);
      case MORE -> {}
    }
  }

  private void refuse(ChannelHandlerContext context, ByteBuf in) {
    String begin =
        in.toString(
            in.readerIndex(), Math.min(SHOWN, in.readableBytes()), StandardCharsets.US_ASCII);
    in.skipBytes(in.readableBytes());
    if (HTTP_1.matcher(begin).matches()) {
      byte[] text = (greeting.hint() + "\n").getBytes(StandardCharsets.US_ASCII);
      String head =
          "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
              .formatted(text.length);
      context.write(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), text));
      end(context, "speaks HTTP ('%s'), not %s".formatted(begin, greeting.protocol()));
    } else {
      end(
          context,
          "speaks neither %s nor TLS; it began with '%s'".formatted(greeting.protocol(), begin));
    }
  }

  /** Logs the end; the connection is closed when what was written to it is out. */
  private void end(ChannelHandlerContext context, String reason) {
    if (isOver) {
      return;
    }
    isOver = true;
    deadline.cancel(false);
    connection.fault("%s; closed the connection".formatted(reason));
    context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (!handshake.isSuccess()) {
        end(context, "failed in the TLS handshake: %s".formatted(handshake.cause().getMessage()));
      }
    } else {
      super.userEventTriggered(context, event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
    end(context, "sent no valid bytes: %s".formatted(cause.getMessage()));
    context.close();
  }
}
