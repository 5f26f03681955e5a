package io.openons.broker.store.log;

import java.nio.ByteBuffer;

/** Sees the records of a log one after another. */
@FunctionalInterface
public interface LogVisitor {
  /** Takes one record; the payload is read-only and stays valid. */
  void record(long position, byte type, ByteBuffer payload);
}
