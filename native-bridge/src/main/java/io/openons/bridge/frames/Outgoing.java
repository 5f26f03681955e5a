package io.openons.bridge.frames;

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
public record Outgoing(long token, Message message) {
  private static final String WHAT = "the frame";

  /** The texts that a received message has besides, in their order. */
  private static final int[] NOT_FOR_SENDING = {
    FrameAt.MESSAGE_ID, FrameAt.BORN_HOST, FrameAt.PARTITION, FrameAt.EXTRA
  };

  /** The one message of a frame. */
  public static Outgoing one(byte[] frame) {
    List<Outgoing> all = all(frame);
    if (all.size() != 1) {
      throw Refusals.argument(all.size() + " frames were given where one is needed");
    }
    return all.get(0);
  }

  /** The messages of frames that follow each other. */
  public static List<Outgoing> all(byte[] frames) {
    ByteBuffer in = ByteBuffer.wrap(frames).order(ByteOrder.LITTLE_ENDIAN);
    List<Outgoing> all = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.remaining() < FrameAt.END) {
        throw Refusals.argument(WHAT + " is shorter than its header");
      }
      int size = in.getInt(in.position());
      if (size < FrameAt.END) {
        throw Refusals.argument(WHAT + " says that it has " + size + " bytes");
      }
      all.add(read(Texts.part(in, size, WHAT)));
    }
    return all;
  }

  private static Outgoing read(ByteBuffer frame) {
    int kind = Short.toUnsignedInt(frame.getShort(FrameAt.KIND));
    if (kind != Numbers.FRAME_MESSAGE) {
      throw Refusals.argument(
          "a frame of kind " + kind + " cannot be sent; give ONS_FRAME_MESSAGE");
    }
    frame.position(FrameAt.END);
    String topic = text(frame, FrameAt.TOPIC, "the topic");
    String tag = text(frame, FrameAt.TAG, "the tag");
    String key = text(frame, FrameAt.KEY, "the key");
    String shardingKey = text(frame, FrameAt.SHARDING_KEY, "the sharding key");
    for (int at : NOT_FOR_SENDING) {
      part(frame, at, WHAT);
    }
    ByteBuffer packed = part(frame, FrameAt.PROPERTIES, "the properties");
    byte[] body = new byte[part(frame, FrameAt.BODY, "the body").remaining()];
    frame.get(frame.position() - body.length, body);
    Message message = new Message(topic, orNull(tag), orNull(key), body);
    message.setShardingKey(orNull(shardingKey));
    long deliverAt = frame.getLong(FrameAt.DELIVER_AT);
    if (deliverAt != 0) {
      message.setStartDeliverTime(deliverAt);
    }
    int properties = Short.toUnsignedInt(frame.getShort(FrameAt.PROPERTY_COUNT));
    for (int i = 0; i < properties; i++) {
      Texts.pair(packed, "the message's properties", message::putUserProperties);
    }
    return new Outgoing(frame.getLong(FrameAt.TOKEN), message);
  }

  private static String text(ByteBuffer frame, int sizeAt, String what) {
    return Texts.text(part(frame, sizeAt, what), what);
  }

  /** The next part of a frame, whose size is at a place of the header. */
  private static ByteBuffer part(ByteBuffer frame, int sizeAt, String what) {
    return Texts.part(frame, frame.getInt(sizeAt), what);
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
