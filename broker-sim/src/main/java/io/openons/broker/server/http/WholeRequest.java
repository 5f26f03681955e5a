package io.openons.broker.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.openons.broker.server.http.call.Problem;

/** Waits for the whole of a request, and refuses bodies that are too large. */
final class WholeRequest extends HttpObjectAggregator {
  /** A message of 4 MiB in Base64, and what is around it. */
  static final int MAX_BODY = 6 << 20;

  private boolean isRefused;

  WholeRequest() {
    super(MAX_BODY);
  }

  /**
   * Drops the rest of a body that was refused, and closes after it. To close at once would reset
   * the connection of a client that still sends, which then never sees the answer.
   */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (!isRefused) {
      super.channelRead(context, message);
      return;
    }
    ReferenceCountUtil.release(message);
    if (message instanceof LastHttpContent) {
      context.close();
    }
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    Problem problem =
        new Problem(
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
            "request-too-large",
            "the body has more than %d bytes; send less".formatted(MAX_BODY));
    isRefused = true;
    context.writeAndFlush(Responses.of(problem.answer(), false));
  }
}
