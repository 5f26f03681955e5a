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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;

/**
 * The saved state of all views: up to which position of the log they are saved, and what they held
 * there.
 *
 * <pre>
 * size
 *    4  format
 *    8  id of the log
 *    8  position
 *    8  replay from
 *    4  number of keys; each:
 *         1  kind
 *         2  length of the name, then the name
 *         8  position of the record that set it
 *         4  length of the value, then the value
 *    4  number of queues; each:
 *         4  topic
 *         4  queue
 *         8  begin
 *         8  size
 *         8  position of its first record
 *         8  offset behind the last entry in its files
 *         4  number of files; each: 8 offset of the first entry that counts, 4 CRC32C of the entries
 *    4  CRC32C of all before
 * </pre>
 *
 * @param id the log that the views are computed from
 * @param position the log position up to which everything is in this checkpoint, but for entries of
 *     queues
 * @param replayFrom the position of the first record whose entry is missing in the files of its
 *     queue; {@code position} when none is
 * @param latest the latest value of each key
 * @param queues what each queue has
 */
public record Checkpoint(
    long id,
    long position,
    long replayFrom,
    Map<RecordKey, LatestValue> latest,
    Map<QueueKey, ConsumeQueue.State> queues) {
  private static final int FORMAT = 0x4F4E5303;

  /** Knows nothing; the views are computed from the whole log. */
  public static final Checkpoint NONE = new Checkpoint(0, 0, 0, Map.of(), Map.of());

  /** Returns the offsets of a queue; empty when it is not known. */
  public ConsumeQueue.Span span(QueueKey key) {
    ConsumeQueue.State state = queues.get(key);
    return state == null ? ConsumeQueue.Span.EMPTY : state.span();
  }

  byte[] encode() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CheckedOutputStream summed = new CheckedOutputStream(bytes, new CRC32C());
      DataOutputStream out = new DataOutputStream(summed);
      out.writeInt(FORMAT);
      out.writeLong(id);
      out.writeLong(position);
      out.writeLong(replayFrom);
      out.writeInt(latest.size());
      for (Map.Entry<RecordKey, LatestValue> entry : latest.entrySet()) {
        out.writeByte(entry.getKey().kind());
        out.writeUTF(entry.getKey().name());
        out.writeLong(entry.getValue().position());
        out.writeInt(entry.getValue().value().length);
        out.write(entry.getValue().value());
      }
      out.writeInt(queues.size());
      for (Map.Entry<QueueKey, ConsumeQueue.State> entry : queues.entrySet()) {
        writeQueue(out, entry.getKey(), entry.getValue());
      }
      out.writeInt((int) summed.getChecksum().getValue());
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  private static void writeQueue(DataOutputStream out, QueueKey key, ConsumeQueue.State queue)
      throws IOException {
    out.writeInt(key.topic());
    out.writeInt(key.queue());
    out.writeLong(queue.span().begin());
    out.writeLong(queue.span().size());
    out.writeLong(queue.since());
    out.writeLong(queue.files().end());
    out.writeInt(queue.files().sums().size());
    for (QueueFiles.Sum sum : queue.files().sums()) {
      out.writeLong(sum.from());
      out.writeInt(sum.crc());
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
    long id = in.readLong();
    long position = in.readLong();
    long replayFrom = in.readLong();
    Map<RecordKey, LatestValue> latest = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      RecordKey key = new RecordKey(in.readByte(), in.readUTF());
      latest.put(key, new LatestValue(in.readLong(), in.readNBytes(in.readInt())));
    }
    Map<QueueKey, ConsumeQueue.State> queues = new HashMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      queues.put(new QueueKey(in.readInt(), in.readInt()), readQueue(in));
    }
    return new Checkpoint(id, position, replayFrom, latest, queues);
  }

  private static ConsumeQueue.State readQueue(DataInputStream in) throws IOException {
    ConsumeQueue.Span span = new ConsumeQueue.Span(in.readLong(), in.readLong());
    long since = in.readLong();
    long end = in.readLong();
    List<QueueFiles.Sum> sums = new ArrayList<>();
    for (int count = in.readInt(); count > 0; count--) {
      sums.add(new QueueFiles.Sum(in.readLong(), in.readInt()));
    }
    return new ConsumeQueue.State(span, since, new QueueFiles.Saved(end, sums));
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
