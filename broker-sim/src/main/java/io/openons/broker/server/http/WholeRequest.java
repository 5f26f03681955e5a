package io.openons.broker.server.http;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.server.http.call.Problem;

/** Waits for the whole of a request, and refuses bodies that are too large. */
final class WholeRequest extends HttpObjectAggregator {
  /** A message of 4 MiB in Base64, and what is around it. */
  static final int MAX_BODY = 6 << 20;

  WholeRequest() {
    super(MAX_BODY);
  }

  @Override
  protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
    Problem problem =
        new Problem(
            HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
            "request-too-large",
            "the body has more than %d bytes; send less".formatted(MAX_BODY));
    context
        .writeAndFlush(Responses.of(problem.answer(), false))
        .addListener(ChannelFutureListener.CLOSE);
  }
}
