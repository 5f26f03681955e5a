package io.openons.broker.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How the progress of a group in a topic lies in its keyed record:
 *
 * <pre>
 * size
 *    1  version of this format: 1
 *    4  number of queues; each:
 *         8  offset of the first message never delivered; -1 when the group has not begun the queue
 *         4  number of unfinished messages, in the order of their offsets; each:
 *              8  offset
 *              4  attempts
 *              4  serial of the latest handle
 *              8  end of the lease, milliseconds since 1970
 *              8  when the broker stops to renew; 0 when it does not renew
 *              2  length of the holder's client id, UTF-8; empty when given back
 * </pre>
 */
final class ProgressCodec {
  private static final byte VERSION = 1;

  private ProgressCodec() {}

  static byte[] encode(QueueProgress[] queues) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeInt(queues.length);
      for (QueueProgress queue : queues) {
        out.writeLong(queue.next);
        out.writeInt(queue.unfinished.size());
        for (Lease lease : queue.unfinished.values()) {
          out.writeLong(lease.offset);
          out.writeInt(lease.attempt);
          out.writeInt(lease.serial);
          out.writeLong(lease.end);
          out.writeLong(lease.renewUntil);
          out.writeUTF(lease.clientId == null ? "" : lease.clientId);
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  /** Fills in what was stored; queues that were made since keep their initial state. */
  static void decode(byte[] stored, QueueProgress[] queues) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored));
      byte version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "stored progress has format %d, this broker knows %d".formatted(version, VERSION));
      }
      int count = in.readInt();
      for (int queue = 0; queue < count; queue++) {
        queues[queue].next = in.readLong();
        for (int unfinished = in.readInt(); unfinished > 0; unfinished--) {
          Lease lease = new Lease(queue, in.readLong());
          lease.attempt = in.readInt();
          lease.serial = in.readInt();
          lease.end = in.readLong();
          lease.renewUntil = in.readLong();
          String clientId = in.readUTF();
          lease.clientId = clientId.isEmpty() ? null : clientId;
          queues[queue].unfinished.put(lease.offset, lease);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("stored progress cannot be read: " + e.getMessage(), e);
    }
  }
}
