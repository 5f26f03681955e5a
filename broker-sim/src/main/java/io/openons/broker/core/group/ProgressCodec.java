package io.openons.broker.core.group;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
 *              2  length of the holder's client id, UTF-8; empty when nobody holds it
 *              1  whether it has a sharding key; if so, 2 length, UTF-8
 * </pre>
 */
final class ProgressCodec {
  private static final byte VERSION = 1;

  private ProgressCodec() {}

  static byte[] encode(List<QueueProgress> queues) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(VERSION);
      out.writeInt(queues.size());
      for (QueueProgress queue : queues) {
        out.writeLong(queue.next);
        out.writeInt(queue.unfinished.size());
        for (Unfinished lease : queue.unfinished.values()) {
          out.writeLong(lease.offset);
          out.writeInt(lease.attempt);
          out.writeInt(lease.serial);
          out.writeLong(lease.end);
          out.writeLong(lease.renewUntil);
          out.writeUTF(lease.clientId == null ? "" : lease.clientId);
          out.writeBoolean(lease.shardingKey != null);
          if (lease.shardingKey != null) {
            out.writeUTF(lease.shardingKey);
          }
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  static List<QueueProgress> decode(byte[] stored) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored));
      byte version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException(
            "stored progress has format %d, this broker knows %d".formatted(version, VERSION));
      }
      List<QueueProgress> queues = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        QueueProgress queue = new QueueProgress();
        queue.next = in.readLong();
        for (int unfinished = in.readInt(); unfinished > 0; unfinished--) {
          Unfinished lease = lease(i, in);
          queue.unfinished.put(lease.offset, lease);
        }
        queues.add(queue);
      }
      return queues;
    } catch (IOException e) {
      throw new IllegalStateException("stored progress cannot be read: " + e.getMessage(), e);
    }
  }

  private static Unfinished lease(int queue, DataInputStream in) throws IOException {
    long offset = in.readLong();
    int attempt = in.readInt();
    int serial = in.readInt();
    long end = in.readLong();
    long renewUntil = in.readLong();
    String clientId = in.readUTF();
    Unfinished lease = new Unfinished(queue, offset, in.readBoolean() ? in.readUTF() : null);
    lease.attempt = attempt;
    lease.serial = serial;
    lease.end = end;
    lease.renewUntil = renewUntil;
    lease.clientId = clientId.isEmpty() ? null : clientId;
    return lease;
  }
}
