package io.openons.broker.store.log;

import java.nio.ByteBuffer;

/** Judges the bytes behind the last readable record of a log: nothing, a torn write, or damage. */
final class LogTail {
  private LogTail() {}

  static boolean isBlank(ByteBuffer bytes) {
    int at = 0;
    while (at + Long.BYTES <= bytes.capacity() && bytes.getLong(at) == 0) {
      at += Long.BYTES;
    }
    while (at < bytes.capacity() && bytes.get(at) == 0) {
      at++;
    }
    return at == bytes.capacity();
  }

  /**
   * Returns the place of a later record which knew that the log was durable beyond the tail's
   * beginning, so that the tail is damage and no torn write; -1 when there is none.
   */
  static int witnessOfDamage(ByteBuffer tail, long position) {
    for (int at = nextRecord(tail, position, 1); at >= 0; at = nextRecord(tail, position, at + 1)) {
      if (RecordFormat.durable(tail.slice(at, tail.capacity() - at)) > position) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Returns the first place, not before one, at which a record can be read; -1 when there is none.
   *
   * @param position the position of the first byte
   */
  static int nextRecord(ByteBuffer bytes, long position, int from) {
    for (int at = from; at <= bytes.capacity() - RecordFormat.HEADER; at++) {
      if (RecordFormat.position(bytes, at) == position + at
          && RecordFormat.isRecord(bytes.slice(at, bytes.capacity() - at), position + at)) {
        return at;
      }
    }
    return -1;
  }
}
