package io.openons.broker.server.remoting.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.ByteBuffer;

/**
 * Frames as they are on the wire:
 *
 * <pre>
 * size
 *    4  length of all that follows
 *    1  format of the header
 *    3  length of the header
 *       the header; the body
 * </pre>
 */
public final class Frames {
  /** Longest frame behind its length, that of the official clients: 16 MiB. */
  public static final int MAX_FRAME = 16 << 20;

  /** Longest header: properties of 32 KiB, each character escaped. Ours: 256 KiB. */
  static final int MAX_HEADER = 256 << 10;

  /** Most fields of a header. Ours: 256. */
  static final int MAX_FIELDS = 256;

  private static final int LENGTHS = 8;

  private Frames() {}

  /**
   * Reads a frame, if all of it is there.
   *
   * @return the frame; null when more bytes are needed
   * @throws CorruptedFrameException when there can be no frame
   */
  public static Command read(ByteBuf in) {
    if (in.readableBytes() < Integer.BYTES) {
      return null;
    }
    int length = in.getInt(in.readerIndex());
    if (length < Integer.BYTES || length > MAX_FRAME) {
      throw new CorruptedFrameException(
          "a frame would have %d bytes; allowed are %d to %d"
              .formatted(Integer.toUnsignedLong(length), Integer.BYTES, MAX_FRAME));
    }
    if (in.readableBytes() < Integer.BYTES + length) {
      return null;
    }
    in.skipBytes(Integer.BYTES);
    int header = in.readInt();
    Format format = Format.of(header >>> 24);
    int headerLength = header & 0xff_ffff;
    int bodyLength = length - Integer.BYTES - headerLength;
    if (format == null) {
      throw new CorruptedFrameException(
          "the header has the format %d; known are 0 (JSON) and 1 (binary)"
              .formatted(header >>> 24));
    }
    if (headerLength > MAX_HEADER || bodyLength < 0) {
      throw new CorruptedFrameException(
          "a header of %d bytes in a frame of %d; at most %d are allowed"
              .formatted(headerLength, length, MAX_HEADER));
    }
    byte[] head = new byte[headerLength];
    in.readBytes(head);
    byte[] body = new byte[bodyLength];
    in.readBytes(body);
    return format.read(head).with(ByteBuffer.wrap(body).asReadOnlyBuffer());
  }

  static void checkFields(int count) {
    if (count > MAX_FIELDS) {
      throw new CorruptedFrameException("the header has more than %d fields".formatted(MAX_FIELDS));
    }
  }

  /**
   * Returns a frame.
   *
   * @param command its header
   * @param body what follows, which is the frame's from now on
   */
  public static ByteBuf write(ByteBufAllocator memory, Command command, ByteBuf body) {
    byte[] header = command.format().write(command);
    ByteBuf head = memory.buffer(LENGTHS + header.length);
    head.writeInt(Integer.BYTES + header.length + body.readableBytes());
    head.writeInt(command.format().ordinal() << 24 | header.length);
    head.writeBytes(header);
    if (!body.isReadable()) {
      body.release();
      return head;
    }
    return Unpooled.wrappedBuffer(head, body);
  }
}
