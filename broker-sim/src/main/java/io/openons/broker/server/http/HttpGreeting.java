package io.openons.broker.server.http;

import io.netty.buffer.ByteBuf;
import io.openons.broker.server.net.Greeting;

/** How connections of HTTP/1.1 begin: with a method and a blank. */
final class HttpGreeting implements Greeting {
  /** The longest method of HTTP is {@code OPTIONS}; those of extensions are not served. */
  private static final int LONGEST = 8;

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public String hint() {
    return "This port speaks HTTP/1.1; gRPC has a port of its own.";
  }

  @Override
  public Match match(ByteBuf bytes) {
    int start = bytes.readerIndex();
    int length = Math.min(LONGEST, bytes.readableBytes());
    for (int i = 0; i < length; i++) {
      byte letter = bytes.getByte(start + i);
      if (letter == ' ' && i > 0) {
        // HTTP/2 begins with a method that nobody uses.
        return i == 3 && bytes.getByte(start) == 'P' && bytes.getByte(start + 2) == 'I'
            ? Match.NO
            : Match.YES;
      }
      if (letter < 'A' || letter > 'Z') {
        return Match.NO;
      }
    }
    return length == LONGEST ? Match.NO : Match.MORE;
  }
}
