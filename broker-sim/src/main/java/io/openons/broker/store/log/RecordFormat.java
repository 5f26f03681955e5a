package io.openons.broker.store.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How a record lies in the commit log, all numbers big-endian:
 *
 * <pre>
 * offset size
 *      0    4  CRC32C of the bytes from offset 4 to the end of the record
 *      4    4  length of the whole record; 0 where no record was written yet
 *      8    8  position: where in the log the record begins
 *     16    8  durable: up to where the log was known to be durable when the record was written
 *     24    8  time of writing, milliseconds since 1970
 *     32    1  version of this format: 2
 *     33    1  type of the record, given by the writer; -1 begins a segment, 0 ends one
 *     34       payload
 * </pre>
 *
 * <p>The position lets a reader find the next record after a damaged one and tell old bytes from
 * new. The durable position tells torn writes from damage: a bad record that some later record knew
 * as durable was once safe on disk.
 *
 * <p>The record that begins a segment has the log's id as its payload, 8 bytes, so that a segment
 * of another log is known as one.
 */
public final class RecordFormat {
  public static final int HEADER = 34;

  /** The length of the record that begins each segment. */
  public static final int BEGIN = HEADER + Long.BYTES;

  static final byte BEGIN_OF_SEGMENT = -1;
  static final byte END_OF_SEGMENT = 0;
  private static final byte VERSION = 2;
  private static final ThreadLocal<byte[]> CHUNK = ThreadLocal.withInitial(() -> new byte[8 << 10]);

  private RecordFormat() {}

  static int sizeOf(byte[] payload) {
    return HEADER + payload.length;
  }

  /** Writes a record at the buffer's position. */
  static void write(
      ByteBuffer out, long position, long durable, long time, byte type, byte[] payload) {
    int start = out.position();
    int size = sizeOf(payload);
    out.putInt(0)
        .putInt(size)
        .putLong(position)
        .putLong(durable)
        .putLong(time)
        .put(VERSION)
        .put(type)
        .put(payload);
    out.putInt(start, checksum(out, start, size));
  }

  /** Returns the payload of the record that begins a segment. */
  static byte[] begin(long id) {
    return ByteBuffer.allocate(Long.BYTES).putLong(id).array();
  }

  /**
   * Returns whether a whole, undamaged record that belongs to this position begins at the buffer's
   * first byte.
   */
  static boolean isRecord(ByteBuffer in, long position) {
    if (in.capacity() < HEADER) {
      return false;
    }
    int size = size(in);
    return size >= HEADER
        && size <= in.capacity()
        && position(in, 0) == position
        && in.get(32) == VERSION
        && in.getInt(0) == checksum(in, 0, size);
  }

  static int size(ByteBuffer in) {
    return in.getInt(4);
  }

  /** Returns the position that a record beginning at a place of the buffer would claim. */
  static long position(ByteBuffer in, int start) {
    return in.getLong(start + 8);
  }

  static long durable(ByteBuffer in) {
    return in.getLong(16);
  }

  static long time(ByteBuffer in) {
    return in.getLong(24);
  }

  static byte type(ByteBuffer in) {
    return in.get(33);
  }

  /** Returns the payload as a slice. */
  static ByteBuffer payload(ByteBuffer in) {
    return in.slice(HEADER, size(in) - HEADER);
  }

  /**
   * Returns the checksum of a record. It is computed of copies: a fault of a mapping is an error of
   * Java where bytes are copied, but would end the process in the native code of the checksum.
   */
  private static int checksum(ByteBuffer bytes, int start, int size) {
    CRC32C crc = new CRC32C();
    byte[] chunk = CHUNK.get();
    int end = start + size;
    for (int at = start + Integer.BYTES; at < end; at += chunk.length) {
      int length = Math.min(chunk.length, end - at);
      bytes.get(at, chunk, 0, length);
      crc.update(chunk, 0, length);
    }
    return (int) crc.getValue();
  }
}
