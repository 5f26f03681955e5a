package io.openons.broker.core.group;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the progress of a group in a queue lies in keyed records. One record has the place:
 *
 * <pre>
 * size
 *    1  version of this format: 1
 *    8  offset of the first message never delivered
 * </pre>
 *
 * <p>The unfinished messages lie in pages of {@value #PAGE} offsets each. A page without any has no
 * record. So a record has less than 2 MiB, whatever clients call themselves, and only pages that
 * changed are written:
 *
 * <pre>
 * size
 *    1  version of this format: 1
 *    2  number of texts; each: length 2, UTF-8
 *    2  number of unfinished messages, in the order of their offsets; each:
 *         1  offset from the beginning of the page
 *         4  attempts
 *         4  serial of the latest handle
 *         8  end of the lease, milliseconds since 1970
 *         8  when the broker stops to renew; 0 when it does not renew
 *         2  the holder's client id, as the number of a text from 1; 0 when nobody holds it
 *         2  the holder's attempt id, in the same way
 *         2  the sharding key, in the same way
 * </pre>
 *
 * <p>Before 0.2 one record had the progress in all queues of a topic, see {@link #decodeOld}.
 *
 * <p>In memory, times are those that pass; {@code lead} is by how much the clock is ahead of them.
 */
final class ProgressCodec {
  /** Offsets of a page. */
  static final int PAGE = 256;

  private static final byte VERSION = 1;

  private ProgressCodec() {}

  /** Returns the number of the page of an offset. */
  static long page(long offset) {
    return offset / PAGE;
  }

  static byte[] encodeNext(long next) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(VERSION).putLong(next).array();
  }

  static long decodeNext(byte[] stored) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    checkVersion(in.get());
    return in.getLong();
  }

  /** Returns the record of a page; null when it has no unfinished message. */
  static byte[] encodePage(QueueProgress queue, long page, long lead) {
    List<Unfinished> leases = new ArrayList<>();
    for (long offset = page * PAGE; offset < (page + 1) * PAGE; offset++) {
      Unfinished lease = queue.unfinished.get(offset);
      if (lease != null) {
        leases.add(lease);
      }
    }
    return leases.isEmpty() ? null : encodePage(leases, lead);
  }

  private static byte[] encodePage(List<Unfinished> leases, long lead) {
    Map<String, Short> texts = new LinkedHashMap<>();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content);
        DataOutputStream head = new DataOutputStream(page)) {
      for (Unfinished lease : leases) {
        out.writeByte((int) (lease.offset % PAGE));
        out.writeInt(lease.attempt);
        out.writeInt(lease.serial);
        out.writeLong(lease.end + lead);
        out.writeLong(lease.isRenewed() ? lease.renewUntil + lead : 0);
        out.writeShort(number(texts, lease.clientId));
        out.writeShort(number(texts, lease.attemptId));
        out.writeShort(number(texts, lease.shardingKey));
      }
      head.writeByte(VERSION);
      head.writeShort(texts.size());
      for (String text : texts.keySet()) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head.writeShort(utf8.length);
        head.write(utf8);
      }
      head.writeShort(leases.size());
      content.writeTo(head);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return page.toByteArray();
  }

  private static short number(Map<String, Short> texts, String text) {
    return text == null ? 0 : texts.computeIfAbsent(text, absent -> (short) (texts.size() + 1));
  }

  /** Returns the unfinished messages of a page. */
  static List<Unfinished> decodePage(int queue, long page, byte[] stored, long lead) {
    ByteBuffer in = ByteBuffer.wrap(stored);
    checkVersion(in.get());
    List<String> texts = new ArrayList<>();
    texts.add(null);
    for (int count = in.getShort(); count > 0; count--) {
      byte[] utf8 = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(utf8);
      texts.add(new String(utf8, StandardCharsets.UTF_8));
    }
    List<Unfinished> leases = new ArrayList<>();
    for (int count = in.getShort(); count > 0; count--) {
      long offset = page * PAGE + Byte.toUnsignedInt(in.get());
      int attempt = in.getInt();
      int serial = in.getInt();
      long end = in.getLong();
      long renewUntil = in.getLong();
      String clientId = texts.get(in.getShort());
      String attemptId = texts.get(in.getShort());
      Unfinished lease = new Unfinished(queue, offset, texts.get(in.getShort()));
      restore(lease, attempt, serial, end - lead, clientId);
      lease.attemptId = attemptId;
      lease.renewUntil = renewUntil == 0 ? Unfinished.NEVER : renewUntil - lead;
      leases.add(lease);
    }
    return leases;
  }

  private static void restore(
      Unfinished lease, int attempt, int serial, long end, String clientId) {
    lease.attempt = attempt;
    lease.serial = serial;
    lease.end = end;
    lease.clientId = clientId;
  }

  private static void checkVersion(byte version) {
    if (version != VERSION) {
      throw new IllegalStateException(
          "stored progress has format %d, this broker knows %d".formatted(version, VERSION));
    }
  }

  /**
   * Returns the progress in all queues of a topic from the one record that it was before 0.2:
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
  static List<QueueProgress> decodeOld(byte[] stored, long lead) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
      checkVersion(in.readByte());
      List<QueueProgress> queues = new ArrayList<>();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        QueueProgress queue = new QueueProgress();
        queue.next = in.readLong();
        for (int unfinished = in.readInt(); unfinished > 0; unfinished--) {
          Unfinished lease = decodeOld(i, in, lead);
          queue.unfinished.put(lease.offset, lease);
        }
        queues.add(queue);
      }
      return queues;
    } catch (IOException e) {
      throw new IllegalStateException("stored progress cannot be read: " + e.getMessage(), e);
    }
  }

  private static Unfinished decodeOld(int queue, DataInputStream in, long lead) throws IOException {
    long offset = in.readLong();
    int attempt = in.readInt();
    int serial = in.readInt();
    long end = in.readLong();
    long renewUntil = in.readLong();
    String clientId = in.readUTF();
    Unfinished lease = new Unfinished(queue, offset, in.readBoolean() ? in.readUTF() : null);
    restore(lease, attempt, serial, end - lead, clientId.isEmpty() ? null : clientId);
    lease.renewUntil = renewUntil == 0 ? Unfinished.NEVER : renewUntil - lead;
    return lease;
  }
}
