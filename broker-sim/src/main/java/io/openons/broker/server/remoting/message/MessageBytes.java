package io.openons.broker.server.remoting.message;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.PlainBody;
import io.openons.broker.core.message.StoredMessage;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Messages on their way to a receiver, as records one after the other:
 *
 * <pre>
 * size
 *    4  length of the record
 *    4  a magic number
 *    4  CRC-32 of the body, without its highest bit
 *    4  queue
 *    4  the user's flag
 *    8  offset in the queue
 *    8  position in the log
 *    4  system flags
 *    8  born time
 *    8  born host and port
 *    8  store time
 *    8  store host and port
 *    4  how many times the group got it before
 *    8  position of the half message
 *    4  length of the body; the body
 *    1  length of the topic; the topic
 *    2  length of the properties; the properties
 * </pre>
 */
public final class MessageBytes {
  private static final int MAGIC = 0xDAA320A7;
  private static final int BEFORE_BODY = 4 + 4 + 4 + 4 + 4 + 8 + 8 + 4 + 8 + 8 + 8 + 8 + 4 + 8 + 4;

  /** Bodies from this length on are sent from where the log has them, without a copy. */
  private static final int COPIED = 8 << 10;

  private MessageBytes() {}

  /** Returns about how much memory a message needs while it waits; its body stays in the log. */
  public static long held(Message message) {
    long characters = message.id().length() + 512;
    for (String key : message.keys()) {
      characters += key.length() + 48;
    }
    for (Map<String, String> texts : List.of(message.properties(), message.attributes())) {
      for (Map.Entry<String, String> text : texts.entrySet()) {
        characters += text.getKey().length() + text.getValue().length() + 128;
      }
    }
    return characters;
  }

  /**
   * Returns the records of messages.
   *
   * @param topic the name of their topic, as the receiver knows it
   */
  public static ByteBuf of(
      ByteBufAllocator memory, String topic, List<Found> messages, Receiver receiver) {
    boolean areDeadLetters = ResourceName.of("", topic).isDeadLetters();
    ByteBuf[] parts = new ByteBuf[messages.size()];
    for (int i = 0; i < parts.length; i++) {
      Found found = messages.get(i);
      Map<String, String> properties = properties(found.stored().message(), areDeadLetters);
      put(properties, PropertyKeys.CHECKPOINT, found.checkpoint());
      parts[i] = of(memory, topic, found, receiver, properties);
    }
    return Unpooled.wrappedBuffer(parts.length, parts);
  }

  /** Returns the record of a half message, for the producer that is asked about it. */
  public static byte[] half(
      ResourceName topic,
      Message half,
      long transaction,
      String producerGroup,
      InetSocketAddress broker) {
    Map<String, String> properties = properties(half, false);
    properties.put(PropertyKeys.HALF, "true");
    properties.put(PropertyKeys.PRODUCER_GROUP, producerGroup);
    StoredMessage stored =
        new StoredMessage(0, transaction, OffsetId.nowhere(transaction), half.bornTime(), half);
    ByteBuf record =
        of(
            ByteBufAllocator.DEFAULT,
            topic.toString(),
            Found.of(stored),
            Receiver.any(broker),
            properties);
    try {
      byte[] bytes = new byte[record.readableBytes()];
      record.readBytes(bytes);
      return bytes;
    } finally {
      record.release();
    }
  }

  private static ByteBuf of(
      ByteBufAllocator memory,
      String topic,
      Found found,
      Receiver receiver,
      Map<String, String> all) {
    StoredMessage stored = found.stored();
    Message message = stored.message();
    boolean isAsSent = receiver.reads(message.bodyEncoding());
    BodyEncoding encoding = isAsSent ? message.bodyEncoding() : BodyEncoding.IDENTITY;
    ByteBuffer body = isAsSent ? message.body().duplicate() : PlainBody.of(message);
    byte[] name = bytes(topic);
    byte[] properties = bytes(PropertyText.write(all));
    int length = body.remaining();
    int behind = 1 + name.length + 2 + properties.length;
    boolean isCopied = length < COPIED;
    ByteBuf out = memory.buffer(BEFORE_BODY + behind + (isCopied ? length : 0));
    out.writeInt(BEFORE_BODY + length + behind);
    out.writeInt(MAGIC);
    out.writeInt(checksum(body));
    out.writeInt(stored.queue());
    out.writeInt(Integer.parseInt(message.attributes().getOrDefault(PropertyKeys.USER_FLAG, "0")));
    out.writeLong(stored.offset());
    out.writeLong(stored.position());
    out.writeInt(SystemFlags.of(message.kind(), encoding));
    out.writeLong(message.bornTime());
    out.writeBytes(bornHost(message.bornHost())).writeInt(0);
    out.writeLong(stored.storeTime());
    out.writeBytes(OffsetId.ipv4(receiver.broker())).writeInt(receiver.broker().getPort());
    out.writeInt(found.deliveries());
    out.writeLong(0);
    out.writeInt(length);
    if (isCopied) {
      out.writeBytes(body);
      return writeEnd(out, name, properties);
    }
    ByteBuf end = writeEnd(memory.buffer(behind), name, properties);
    // The log never changes what it has written.
    return Unpooled.wrappedBuffer(out, Unpooled.wrappedBuffer(body), end);
  }

  private static ByteBuf writeEnd(ByteBuf out, byte[] topic, byte[] properties) {
    out.writeByte(topic.length).writeBytes(topic);
    return out.writeShort(properties.length).writeBytes(properties);
  }

  private static int checksum(ByteBuffer body) {
    CRC32 crc = new CRC32();
    crc.update(body.duplicate());
    return (int) crc.getValue() & Integer.MAX_VALUE;
  }

  /** Only addresses of four bytes have a place; names would have to be looked up. */
  private static byte[] bornHost(String host) {
    return host != null && NetUtil.isValidIpV4Address(host)
        ? NetUtil.createByteArrayFromIpAddressString(host)
        : new byte[4];
  }

  private static Map<String, String> properties(Message message, boolean isDeadLetter) {
    Map<String, String> all = new LinkedHashMap<>(message.attributes());
    all.remove(PropertyKeys.USER_FLAG);
    all.putAll(message.properties());
    all.put(PropertyKeys.ID, message.id());
    put(all, PropertyKeys.TAG, message.tag());
    if (!message.keys().isEmpty()) {
      all.put(PropertyKeys.KEYS, String.join(" ", message.keys()));
    }
    put(all, PropertyKeys.SHARDING_KEY, message.shardingKey());
    put(all, PropertyKeys.TRACE_CONTEXT, message.traceContext());
    if (message.deliveryTime() > 0 && message.deliveries() == 0) {
      all.putIfAbsent(PropertyKeys.DELIVERY_TIME, String.valueOf(message.deliveryTime()));
    }
    if (message.origin() != null) {
      all.put(
          isDeadLetter ? PropertyKeys.DEAD_LETTER_TOPIC : PropertyKeys.RETRY_TOPIC,
          message.origin().topic());
      all.put(
          isDeadLetter ? PropertyKeys.DEAD_LETTER_ID : PropertyKeys.ORIGIN_ID,
          message.origin().messageId());
    }
    if (all.containsKey(PropertyKeys.REPLY_TO)) {
      // Who replies makes the name of the topic of replies from it.
      all.put(PropertyKeys.CLUSTER, PropertyKeys.OWN_CLUSTER);
    }
    all.put(PropertyKeys.REGION, PropertyKeys.OWN_REGION);
    all.put(PropertyKeys.TRACES, "true");
    return all;
  }

  private static void put(Map<String, String> properties, String key, String value) {
    if (value != null) {
      properties.put(key, value);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
