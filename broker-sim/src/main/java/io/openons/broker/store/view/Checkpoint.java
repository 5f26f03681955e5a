package io.openons.broker.store.view;

import io.openons.broker.store.log.LatestValue;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.RecordKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The saved state of all views: up to which position of the log they are saved, and what they held
 * there.
 *
 * <pre>
 * size
 *    4  format
 *    8  begin
 *    8  position
 *    4  number of keys; each:
 *         1  kind
 *         2  length of the name, then the name
 *         8  position of the record that set it
 *         4  length of the value, then the value
 *    4  number of queues; each: 4 topic, 4 queue, 8 begin, 8 size
 *    4  CRC32C of all before
 * </pre>
 *
 * @param begin where the log begins at the latest
 * @param position the log position up to which everything is in this checkpoint
 * @param latest the latest value of each key
 * @param queues which entries of each queue's files belong to this checkpoint
 */
public record Checkpoint(
    long begin,
    long position,
    Map<RecordKey, LatestValue> latest,
    Map<QueueKey, ConsumeQueue.Span> queues) {
  private static final int FORMAT = 0x4F4E5302;

  /** Knows nothing; the views are computed from the whole log. */
  public static final Checkpoint NONE = new Checkpoint(Long.MAX_VALUE, 0, Map.of(), Map.of());

  byte[] encode() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(FORMAT);
      out.writeLong(begin);
      out.writeLong(position);
      out.writeInt(latest.size());
      for (Map.Entry<RecordKey, LatestValue> entry : latest.entrySet()) {
        out.writeByte(entry.getKey().kind());
        out.writeUTF(entry.getKey().name());
        out.writeLong(entry.getValue().position());
        out.writeInt(entry.getValue().value().length);
        out.write(entry.getValue().value());
      }
      out.writeInt(queues.size());
      for (Map.Entry<QueueKey, ConsumeQueue.Span> entry : queues.entrySet()) {
        out.writeInt(entry.getKey().topic());
        out.writeInt(entry.getKey().queue());
        out.writeLong(entry.getValue().begin());
        out.writeLong(entry.getValue().size());
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  /** Returns the checkpoint in the bytes, or null when they are not one. */
  static Checkpoint decode(byte[] bytes) throws IOException {
    int body = bytes.length - Integer.BYTES;
    if (body < 0 || ByteBuffer.wrap(bytes).getInt(body) != checksum(bytes, body)) {
      return null;
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    if (in.readInt() != FORMAT) {
      return null;
    }
    long begin = in.readLong();
    long position = in.readLong();
    Map<RecordKey, LatestValue> latest = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      RecordKey key = new RecordKey(in.readByte(), in.readUTF());
      latest.put(key, new LatestValue(in.readLong(), in.readNBytes(in.readInt())));
    }
    Map<QueueKey, ConsumeQueue.Span> queues = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      queues.put(
          new QueueKey(in.readInt(), in.readInt()),
          new ConsumeQueue.Span(in.readLong(), in.readLong()));
    }
    return new Checkpoint(begin, position, latest, queues);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
