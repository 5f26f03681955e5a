package io.openons.broker.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.openons.broker.server.http.call.EventStream;
import io.openons.broker.server.net.Connection;
import java.nio.charset.StandardCharsets;

/** The events of an answer, as parts of its body. */
final class ChannelEvents implements EventStream {
  private final ChannelHandlerContext context;
  private final Connection connection;

  ChannelEvents(ChannelHandlerContext context, Connection connection) {
    this.context = context;
    this.connection = connection;
  }

  @Override
  public boolean isWritable() {
    return context.channel().isWritable() && connection.hasRoom();
  }

  @Override
  public void send(String event, byte[] data) {
    ByteBuf text = context.alloc().buffer(data.length + event.length() + 16);
    text.writeCharSequence("event: " + event + "\ndata: ", StandardCharsets.UTF_8);
    text.writeBytes(data);
    text.writeCharSequence("\n\n", StandardCharsets.UTF_8);
    int bytes = text.readableBytes();
    connection.sends(bytes);
    context
        .writeAndFlush(new DefaultHttpContent(text))
        .addListener(written -> connection.sent(bytes));
  }

  @Override
  public void whenClosed(Runnable task) {
    context.channel().closeFuture().addListener(closed -> task.run());
  }

  @Override
  public void close() {
    context
        .writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)
        .addListener(ChannelFutureListener.CLOSE);
  }
}
