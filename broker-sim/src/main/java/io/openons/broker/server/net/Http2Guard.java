package io.openons.broker.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Closes a connection whose client sends many HTTP/2 frames that ask for nothing: resets of streams
 * (CVE-2023-44487), acknowledgements of pings and settings, settings, priorities, empty data. Sees
 * the bytes before the HTTP/2 codec does and changes none.
 */
public final class Http2Guard extends ChannelInboundHandlerAdapter {
  private static final int PREFACE = 24;
  private static final int HEADER = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int CONTINUATION = 9;
  private static final int WINDOW_UPDATE = 8;
  private static final int PING = 6;
  private static final int ACK = 1;
  private static final int END_STREAM = 1;

  private final Connection connection;
  private final int limit;
  private final byte[] header = new byte[HEADER];
  private int headerBytes;
  private long skip = PREFACE;
  private long windowStart = System.nanoTime();
  private int frames;
  private boolean isClosed;

  /** Makes the guard of one connection; the first bytes that it sees are the HTTP/2 preface. */
  public Http2Guard(Connection connection, int limit) {
    this.connection = connection;
    this.limit = limit;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (message instanceof ByteBuf bytes) {
      count(bytes);
      if (isClosed) {
        bytes.release();
        return;
      }
    }
    connection.beginsReading();
    try {
      super.channelRead(context, message);
    } finally {
      Connection.endsReading();
    }
  }

  private void count(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end && !isClosed) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, end - at);
        skip -= passed;
        at += passed;
      } else {
        header[headerBytes++] = bytes.getByte(at++);
        if (headerBytes == HEADER) {
          headerBytes = 0;
          skip = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
          frame(header[3], header[4], skip);
        }
      }
    }
  }

  private void frame(int type, int flags, long length) {
    boolean asks =
        switch (type) {
          case HEADERS, WINDOW_UPDATE -> true;
          case CONTINUATION -> length > 0;
          case DATA -> length > 0 || (flags & END_STREAM) != 0;
          // Those without it are answered, and limited, by the codec.
          case PING -> (flags & ACK) == 0;
          default -> false;
        };
    if (asks) {
      return;
    }
    long now = System.nanoTime();
    if (now - windowStart > ServerLimits.FRAME_WINDOW.toNanos()) {
      windowStart = now;
      frames = 0;
    }
    if (++frames > limit) {
      isClosed = true;
      connection.close(
          "sent %d HTTP/2 frames within %d s that ask for nothing, such as resets; at most %d are allowed"
              .formatted(frames, ServerLimits.FRAME_WINDOW.toSeconds(), limit));
    }
  }
}
