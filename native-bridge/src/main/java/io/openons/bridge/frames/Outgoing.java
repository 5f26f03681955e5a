package io.openons.bridge;

import com.aliyun.openservices.ons.api.Message;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A message to send, as a frame brought it.
 *
 * @param token the caller's
 */
record Outgoing(long token, Message message) {
  private static final String WHAT = "the frame";

  /** The one message of a frame. */
  static Outgoing one(byte[] frame) {
    List<Outgoing> all = all(frame);
    if (all.size() != 1) {
      throw Refusals.argument(all.size() + " frames were given where one is needed");
    }
    return all.get(0);
  }

  /** The messages of frames that follow each other. */
  static List<Outgoing> all(byte[] frames) {
    ByteBuffer in = ByteBuffer.wrap(frames).order(ByteOrder.LITTLE_ENDIAN);
    List<Outgoing> all = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.remaining() < Frame.HEADER) {
        throw Refusals.argument(WHAT + " is shorter than its header");
      }
      int size = in.getInt(in.position());
      if (size < Frame.HEADER) {
        throw Refusals.argument(WHAT + " says that it has " + size + " bytes");
      }
      all.add(read(Texts.part(in, size, WHAT).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return all;
  }

  private static Outgoing read(ByteBuffer frame) {
    int kind = Short.toUnsignedInt(frame.getShort(Frame.AT_KIND));
    if (kind != Frame.MESSAGE) {
      throw Refusals.argument("a frame of kind " + kind + " is no message to send");
    }
    frame.position(Frame.AT_SIZES);
    int[] sizes = new int[Frame.TEXTS + 2];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = frame.getInt();
    }
    String topic = text(frame, sizes[0], "the topic");
    String tag = text(frame, sizes[1], "the tag");
    String key = text(frame, sizes[2], "the key");
    String shardingKey = text(frame, sizes[3], "the sharding key");
    for (int i = 4; i < Frame.TEXTS; i++) {
      Texts.part(frame, sizes[i], WHAT);
    }
    ByteBuffer packed =
        Texts.part(frame, sizes[Frame.TEXTS], "the properties").order(ByteOrder.LITTLE_ENDIAN);
    byte[] body = new byte[Texts.part(frame, sizes[Frame.TEXTS + 1], "the body").remaining()];
    frame.get(frame.position() - body.length, body);
    Message message = new Message(topic, orNull(tag), orNull(key), body);
    message.setShardingKey(orNull(shardingKey));
    long deliverAt = frame.getLong(Frame.AT_DELIVER);
    if (deliverAt != 0) {
      message.setStartDeliverTime(deliverAt);
    }
    int properties = Short.toUnsignedInt(frame.getShort(Frame.AT_PROPERTY_COUNT));
    for (int i = 0; i < properties; i++) {
      Texts.pair(packed, "the message's properties", message::putUserProperties);
    }
    return new Outgoing(frame.getLong(Frame.AT_TOKEN), message);
  }

  private static String text(ByteBuffer frame, int size, String what) {
    return Texts.text(Texts.part(frame, size, what), what);
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
