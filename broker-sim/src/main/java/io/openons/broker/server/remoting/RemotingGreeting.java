package io.openons.broker.server.remoting;

import io.netty.buffer.ByteBuf;
import io.openons.broker.server.net.Greeting;

/**
 * How connections of this protocol begin: with the length of a frame, whose first byte is 0 or 1.
 */
final class RemotingGreeting implements Greeting {
  @Override
  public String protocol() {
    return "RocketMQ remoting";
  }

  @Override
  public String hint() {
    return "This port speaks the RocketMQ remoting protocol: set it as NAMESRV_ADDR of ONS clients"
        + " 1.x and RocketMQ clients 4.x and 5.x. It serves no web pages; gRPC has a port of its"
        + " own.";
  }

  @Override
  public Match match(ByteBuf bytes) {
    int first = bytes.getUnsignedByte(bytes.readerIndex());
    return first <= 1 ? Match.YES : Match.NO;
  }
}
