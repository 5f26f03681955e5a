package io.openons.broker.server.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import io.openons.broker.server.net.Connection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request takes too long to come: a client that sends a byte now and then
 * would else hold a connection for ever.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {
  /** From the first byte of a request to its last. Ours; 8 MiB need 1 Mbit/s. */
  static final Duration LONGEST = Duration.ofSeconds(60);

  private final Connection connection;
  private ScheduledFuture<?> deadline;

  RequestDeadline(Connection connection) {
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (deadline == null) {
      deadline =
          context
              .executor()
              .schedule(
                  () ->
                      connection.close(
                          "took more than %d s for one request".formatted(LONGEST.toSeconds())),
                  LONGEST.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
    super.channelRead(context, message);
  }

  /** The request is whole; the next one begins with the next byte. */
  void requestEnded() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    requestEnded();
    super.channelInactive(context);
  }
}
