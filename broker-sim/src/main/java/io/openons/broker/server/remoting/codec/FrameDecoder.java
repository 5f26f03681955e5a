package io.openons.broker.server.remoting.codec;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.openons.broker.server.net.Connection;
import java.util.List;

/** Cuts the bytes of a connection into frames, and counts those of the unfinished one. */
public final class FrameDecoder extends ByteToMessageDecoder {
  private final Connection connection;
  private int counted;

  /** Makes the decoder of one connection. */
  public FrameDecoder(Connection connection) {
    this.connection = connection;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    Command command = Frames.read(in);
    if (command != null) {
      out.add(command);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) throws Exception {
    super.channelRead(context, bytes);
    if (!context.isRemoved()) {
      forget();
      // Counted anew, since it may be the rest of another frame.
      counted = actualReadableBytes();
      if (counted > 0) {
        connection.requestGrows(counted);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    super.channelInactive(context);
    forget();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    forget();
  }

  private void forget() {
    connection.requestEnded(counted);
    counted = 0;
  }
}
