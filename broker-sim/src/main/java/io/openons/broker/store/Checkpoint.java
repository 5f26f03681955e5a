package io.openons.broker.store;

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
 * @param position the log position up to which everything is in this checkpoint
 * @param latest the latest value of each key
 * @param queueSizes how many entries of each queue's file belong to this checkpoint
 */
record Checkpoint(long position, Map<RecordKey, byte[]> latest, Map<QueueKey, Long> queueSizes) {
  private static final int FORMAT = 0x4F4E5301;

  /** The state before the first record. */
  static Checkpoint beginning() {
    return new Checkpoint(0, Map.of(), Map.of());
  }

  byte[] encode() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(FORMAT);
      out.writeLong(position);
      out.writeInt(latest.size());
      for (Map.Entry<RecordKey, byte[]> entry : latest.entrySet()) {
        out.writeByte(entry.getKey().kind());
        out.writeUTF(entry.getKey().name());
        out.writeInt(entry.getValue().length);
        out.write(entry.getValue());
      }
      out.writeInt(queueSizes.size());
      for (Map.Entry<QueueKey, Long> entry : queueSizes.entrySet()) {
        out.writeInt(entry.getKey().topic());
        out.writeInt(entry.getKey().queue());
        out.writeLong(entry.getValue());
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
    long position = in.readLong();
    Map<RecordKey, byte[]> latest = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      RecordKey key = new RecordKey(in.readByte(), in.readUTF());
      latest.put(key, in.readNBytes(in.readInt()));
    }
    Map<QueueKey, Long> queueSizes = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      queueSizes.put(new QueueKey(in.readInt(), in.readInt()), in.readLong());
    }
    return new Checkpoint(position, latest, queueSizes);
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
