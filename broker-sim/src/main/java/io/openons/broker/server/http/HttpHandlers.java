package io.openons.broker.server.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.openons.broker.server.http.call.Service;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.net.Port;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes the handlers of each connection that speaks HTTP. */
final class HttpHandlers implements Port.Handlers {
  /** Browsers reuse connections for about as long. */
  private static final Duration IDLE = Duration.ofSeconds(75);

  private static final int MAX_LINE = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;

  private final List<Service> services;

  HttpHandlers(List<Service> services) {
    this.services = List.copyOf(services);
  }

  @Override
  public void addTo(ChannelPipeline pipeline, Connection connection) {
    RequestDeadline deadline = new RequestDeadline(connection);
    pipeline.addLast(new IdleStateHandler(0, 0, IDLE.toSeconds(), TimeUnit.SECONDS));
    pipeline.addLast(deadline);
    pipeline.addLast(
        new HttpServerCodec(
            new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)));
    pipeline.addLast(new HttpServerKeepAliveHandler());
    pipeline.addLast(new RequestBytes(connection));
    pipeline.addLast(new WholeRequest());
    pipeline.addLast(new RequestHandler(services, connection, deadline));
  }
}
