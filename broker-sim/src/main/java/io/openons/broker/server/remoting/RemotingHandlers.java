package io.openons.broker.server.remoting;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.openons.broker.core.access.AccessControl;
import io.openons.broker.server.net.Connection;
import io.openons.broker.server.net.Port;
import io.openons.broker.server.remoting.call.Operation;
import io.openons.broker.server.remoting.call.Peer;
import io.openons.broker.server.remoting.call.RequestHandler;
import io.openons.broker.server.remoting.codec.FrameDecoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes the handlers of each connection that speaks this protocol. */
final class RemotingHandlers implements Port.Handlers {
  /** As long as official servers wait; clients that live send heartbeats each 30 s. */
  private static final Duration IDLE = Duration.ofSeconds(120);

  private final Map<Integer, Operation> operations;
  private final AccessControl access;

  RemotingHandlers(Map<Integer, Operation> operations, AccessControl access) {
    this.operations = Map.copyOf(operations);
    this.access = access;
  }

  @Override
  public void addTo(ChannelPipeline pipeline, Connection connection) {
    pipeline.addLast(new IdleStateHandler(0, 0, IDLE.toSeconds(), TimeUnit.SECONDS));
    pipeline.addLast(new FrameDecoder(connection));
    pipeline.addLast(
        new RequestHandler(operations, access, new Peer(pipeline.channel(), connection)));
  }
}
