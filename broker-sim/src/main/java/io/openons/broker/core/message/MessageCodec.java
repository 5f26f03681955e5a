package io.openons.broker.core.message;

import io.openons.broker.core.message.Message.BodyEncoding;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a message lies in a record of the commit log:
 *
 * <pre>
 * size
 *    1  version of this format: 1
 *    1  kind
 *    1  body encoding
 *    8  born time, milliseconds since 1970
 *    8  delivery time, milliseconds since 1970; 0 when it was not set
 *    2  number of texts; each: field 1, length 2, UTF-8
 *    2  number of properties; each: length 2, UTF-8 key, length 2, UTF-8 value
 *       body, up to the end of the record
 * </pre>
 */
public final class MessageCodec {
  private static final byte VERSION = 1;
  private static final int FIXED = 1 + 1 + 1 + 8 + 8 + 2 + 2;

  /** Fields that are texts; the numbers are on disk. */
  private static final byte ID = 1;

  private static final byte TAG = 2;
  private static final byte KEY = 3;
  private static final byte BORN_HOST = 4;
  private static final byte TRACE_CONTEXT = 5;
  private static final byte SHARDING_KEY = 6;
  private static final byte ORIGIN_TOPIC = 7;
  private static final byte ORIGIN_ID = 8;
  private static final byte DELIVERIES = 9;

  /** Each key is followed by its value. */
  private static final byte ATTRIBUTE_KEY = 10;

  private static final byte ATTRIBUTE_VALUE = 11;

  private record Text(byte field, byte[] utf8) {}

  private MessageCodec() {}

  /** Returns the content of a record. */
  public static byte[] encode(Message message) {
    List<Text> texts = new ArrayList<>();
    add(texts, ID, message.id());
    add(texts, TAG, message.tag());
    message.keys().forEach(key -> add(texts, KEY, key));
    add(texts, BORN_HOST, message.bornHost());
    add(texts, TRACE_CONTEXT, message.traceContext());
    add(texts, SHARDING_KEY, message.shardingKey());
    if (message.origin() != null) {
      add(texts, ORIGIN_TOPIC, message.origin().topic());
      add(texts, ORIGIN_ID, message.origin().messageId());
    }
    if (message.deliveries() > 0) {
      add(texts, DELIVERIES, String.valueOf(message.deliveries()));
    }
    message
        .attributes()
        .forEach(
            (key, value) -> {
              add(texts, ATTRIBUTE_KEY, key);
              add(texts, ATTRIBUTE_VALUE, value);
            });
    List<byte[]> properties = new ArrayList<>(2 * message.properties().size());
    message
        .properties()
        .forEach(
            (key, value) -> {
              properties.add(key.getBytes(StandardCharsets.UTF_8));
              properties.add(value.getBytes(StandardCharsets.UTF_8));
            });

    int size = FIXED + message.body().remaining();
    for (Text text : texts) {
      size += 3 + text.utf8.length;
    }
    for (byte[] text : properties) {
      size += 2 + text.length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    out.put(VERSION).put(message.kind().number()).put(message.bodyEncoding().number());
    out.putLong(message.bornTime()).putLong(message.deliveryTime());
    out.putShort((short) texts.size());
    for (Text text : texts) {
      out.put(text.field).putShort((short) text.utf8.length).put(text.utf8);
    }
    out.putShort((short) message.properties().size());
    for (byte[] text : properties) {
      out.putShort((short) text.length).put(text);
    }
    out.put(message.body().duplicate());
    return out.array();
  }

  private static void add(List<Text> texts, byte field, String text) {
    if (text != null) {
      texts.add(new Text(field, text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** Returns the message in the content of a record; its body is a slice of that content. */
  public static Message decode(ByteBuffer content) {
    ByteBuffer in = content.duplicate();
    byte version = in.get();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a stored message has format %d, this broker knows %d".formatted(version, VERSION));
    }
    MessageKind kind = MessageKind.of(in.get());
    BodyEncoding encoding = BodyEncoding.of(in.get());
    long bornTime = in.getLong();
    long deliveryTime = in.getLong();
    String id = null;
    String tag = null;
    String bornHost = null;
    String traceContext = null;
    String shardingKey = null;
    String originTopic = null;
    String originId = null;
    int deliveries = 0;
    String attribute = null;
    Map<String, String> attributes = Map.of();
    List<String> keys = new ArrayList<>();
    for (int count = in.getShort(); count > 0; count--) {
      byte field = in.get();
      String text = text(in);
      switch (field) {
        case ID -> id = text;
        case TAG -> tag = text;
        case KEY -> keys.add(text);
        case BORN_HOST -> bornHost = text;
        case TRACE_CONTEXT -> traceContext = text;
        case SHARDING_KEY -> shardingKey = text;
        case ORIGIN_TOPIC -> originTopic = text;
        case ORIGIN_ID -> originId = text;
        case DELIVERIES -> deliveries = Integer.parseInt(text);
        case ATTRIBUTE_KEY -> attribute = text;
        case ATTRIBUTE_VALUE -> {
          attributes = attributes.isEmpty() ? new LinkedHashMap<>() : attributes;
          attributes.put(attribute, text);
        }
        default ->
            throw new IllegalStateException("a stored message has an unknown field " + field);
      }
    }
    int count = in.getShort();
    Map<String, String> properties = new LinkedHashMap<>(2 * count);
    for (; count > 0; count--) {
      properties.put(text(in), text(in));
    }
    Message.Origin origin = originId == null ? null : new Message.Origin(originTopic, originId);
    return new Message(
        id,
        kind,
        tag,
        keys,
        properties,
        shardingKey,
        deliveryTime,
        encoding,
        bornTime,
        bornHost,
        traceContext,
        attributes,
        deliveries,
        origin,
        in.slice());
  }

  private static String text(ByteBuffer in) {
    byte[] utf8 = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
