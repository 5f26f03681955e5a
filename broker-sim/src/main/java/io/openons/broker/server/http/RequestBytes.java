package io.openons.broker.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.server.net.Connection;

/** Counts the bytes of bodies that have not ended, with those of all protocols. */
final class RequestBytes extends ChannelInboundHandlerAdapter {
  private final Connection connection;
  private long counted;

  RequestBytes(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof HttpContent part) {
      int bytes = part.content().readableBytes();
      counted += bytes;
      try {
        connection.requestGrows(bytes);
      } catch (BrokerException refusal) {
        part.release();
        connection.close("was refused: " + refusal.getMessage());
        return;
      }
      if (message instanceof LastHttpContent) {
        giveBack();
      }
    }
    super.channelRead(context, message);
  }

  private void giveBack() {
    connection.requestEnded(counted);
    counted = 0;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    giveBack();
    super.channelInactive(context);
  }
}
