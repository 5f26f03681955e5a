package io.openons.bridge.frames;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageAccessor;
import com.aliyun.openservices.ons.api.SendResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** Writes one frame; what is not set is empty or 0. */
public final class FrameWriter implements FrameSource {
  private static final byte[] NOTHING = {};

  /** Where the sizes of the texts are, in the order in which the texts follow the header. */
  static final int[] SIZES_OF_TEXTS = {
    FrameAt.TOPIC,
    FrameAt.TAG,
    FrameAt.KEY,
    FrameAt.SHARDING_KEY,
    FrameAt.MESSAGE_ID,
    FrameAt.BORN_HOST,
    FrameAt.PARTITION,
    FrameAt.EXTRA
  };

  private final int kind;
  private final long token;
  private long deliverAt;
  private long bornAt;
  private long storedAt;
  private long offset;
  private int number;
  private int status;
  private int flags;
  private byte[] topic = NOTHING;
  private byte[] tag = NOTHING;
  private byte[] key = NOTHING;
  private byte[] shardingKey = NOTHING;
  private byte[] id = NOTHING;
  private byte[] name = NOTHING;
  private byte[] partition = NOTHING;
  private byte[] extra = NOTHING;
  private byte[] body = NOTHING;
  private final List<byte[]> properties = new ArrayList<>();

  private FrameWriter(int kind, long token) {
    this.kind = kind;
    this.token = token;
  }

  /** A message received. */
  public static byte[] message(long token, Message message) {
    return message(Numbers.FRAME_MESSAGE, token, message);
  }

  /** A half message whose outcome is asked for. */
  public static byte[] check(long token, Message message) {
    return message(Numbers.FRAME_CHECK, token, message);
  }

  /** A message received, to be written later. */
  public static FrameSource received(long token, Message message) {
    return unwritten(Numbers.FRAME_MESSAGE, token, message);
  }

  private static byte[] message(int kind, long token, Message message) {
    return unwritten(kind, token, message).write();
  }

  private static FrameWriter unwritten(int kind, long token, Message message) {
    FrameWriter frame = new FrameWriter(kind, token);
    frame.deliverAt = message.getStartDeliverTime();
    frame.bornAt = message.getBornTimestamp();
    frame.storedAt = MessageAccessor.getStoredTimestamp(message);
    frame.offset = message.getOffset();
    frame.number = message.getReconsumeTimes();
    frame.topic = Texts.bytes(message.getTopic());
    frame.tag = Texts.bytes(message.getTag());
    frame.key = Texts.bytes(message.getKey());
    frame.shardingKey = Texts.bytes(message.getShardingKey());
    frame.id = Texts.bytes(message.getMsgID());
    frame.name = Texts.bytes(message.getBornHost());
    frame.partition = Texts.bytes(message.getTopicPartition().getPartition());
    frame.body = message.getBody() == null ? NOTHING : message.getBody();
    Properties user = message.getUserProperties();
    for (String userKey : user.stringPropertyNames()) {
      frame.properties.add(Texts.bytes(userKey));
      frame.properties.add(Texts.bytes(user.getProperty(userKey)));
    }
    return frame;
  }

  /** The end of a send that succeeded. */
  public static byte[] sent(long token, SendResult result) {
    FrameWriter frame = new FrameWriter(Numbers.FRAME_SEND_RESULT, token);
    frame.topic = Texts.bytes(result.getTopic());
    frame.id = Texts.bytes(result.getMessageId());
    frame.extra = Texts.bytes(result.getRecallHandle());
    return frame.write();
  }

  /** The end of a send that failed. */
  public static byte[] notSent(long token, String topic, Throwable why) {
    return failure(Numbers.FRAME_SEND_RESULT, token, topic, why);
  }

  public static byte[] error(Throwable why) {
    return failure(Numbers.FRAME_ERROR, 0, "", why);
  }

  private static byte[] failure(int kind, long token, String topic, Throwable why) {
    Failure failure = Failure.of(why);
    FrameWriter frame = new FrameWriter(kind, token);
    frame.number = failure.code();
    frame.status = failure.status();
    frame.flags = failure.retryable() ? Numbers.ERROR_RETRYABLE : 0;
    frame.topic = Texts.bytes(topic);
    frame.id = Texts.bytes(failure.requestId());
    frame.name = Texts.bytes(failure.name());
    frame.extra = Texts.bytes(failure.message());
    frame.body = failure.detail();
    return frame.write();
  }

  public static byte[] log(int level, long atMillis, String logger, String text) {
    FrameWriter frame = new FrameWriter(Numbers.FRAME_LOG, 0);
    frame.bornAt = atMillis;
    frame.number = level;
    frame.name = Texts.bytes(logger);
    frame.extra = Texts.bytes(text);
    return frame.write();
  }

  public static byte[] partitions(String topic, byte[] names) {
    FrameWriter frame = new FrameWriter(Numbers.FRAME_PARTITIONS, 0);
    frame.topic = Texts.bytes(topic);
    frame.body = names;
    return frame.write();
  }

  /** In the order of their sizes. */
  private byte[][] texts() {
    return new byte[][] {topic, tag, key, shardingKey, id, name, partition, extra};
  }

  private int propertiesSize() {
    int size = 0;
    for (byte[] part : properties) {
      size += Integer.BYTES + part.length;
    }
    return size;
  }

  @Override
  public int size() {
    int size = FrameAt.END + propertiesSize() + body.length;
    for (byte[] text : texts()) {
      size += text.length;
    }
    return size;
  }

  private byte[] write() {
    ByteBuffer out = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
    writeTo(out);
    return out.array();
  }

  @Override
  public void writeTo(ByteBuffer out) {
    int at = out.position();
    out.putInt(at + FrameAt.SIZE, size())
        .putShort(at + FrameAt.KIND, (short) kind)
        .putShort(at + FrameAt.PROPERTY_COUNT, (short) (properties.size() / 2))
        .putLong(at + FrameAt.TOKEN, token)
        .putLong(at + FrameAt.DELIVER_AT, deliverAt)
        .putLong(at + FrameAt.BORN_AT, bornAt)
        .putLong(at + FrameAt.STORED_AT, storedAt)
        .putLong(at + FrameAt.OFFSET, offset)
        .putInt(at + FrameAt.NUMBER, number)
        .putInt(at + FrameAt.STATUS, status)
        .putInt(at + FrameAt.FLAGS, flags)
        .putInt(at + FrameAt.PROPERTIES, propertiesSize())
        .putInt(at + FrameAt.BODY, body.length)
        .position(at + FrameAt.END);
    byte[][] texts = texts();
    for (int i = 0; i < texts.length; i++) {
      out.putInt(at + SIZES_OF_TEXTS[i], texts[i].length).put(texts[i]);
    }
    for (int i = 0; i < properties.size(); i += 2) {
      out.putInt(properties.get(i).length).putInt(properties.get(i + 1).length);
      out.put(properties.get(i)).put(properties.get(i + 1));
    }
    out.put(body);
  }
}
