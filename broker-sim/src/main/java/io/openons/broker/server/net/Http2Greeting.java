package io.openons.broker.server.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** How gRPC begins: with the preface of HTTP/2. */
public final class Http2Greeting implements Greeting {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @Override
  public String protocol() {
    return "gRPC";
  }

  @Override
  public String hint() {
    return "This port speaks gRPC (HTTP/2) to clients of RocketMQ 5. It serves no web pages.";
  }

  @Override
  public Match match(ByteBuf bytes) {
    int start = bytes.readerIndex();
    int length = Math.min(PREFACE.length, bytes.readableBytes());
    for (int i = 0; i < length; i++) {
      if (bytes.getByte(start + i) != PREFACE[i]) {
        return Match.NO;
      }
    }
    return length == PREFACE.length ? Match.YES : Match.MORE;
  }
}
