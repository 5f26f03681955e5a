package io.openons.broker.core.message;

import java.nio.ByteBuffer;

/**
 * A message that is stored outside of its topic until it may be delivered: the topic's number, then
 * the message.
 *
 * @param topicId number of the topic it is for
 * @param message the message
 */
public record Parked(int topicId, Message message) {
  public byte[] encode() {
    byte[] encoded = MessageCodec.encode(message);
    return ByteBuffer.allocate(Integer.BYTES + encoded.length).putInt(topicId).put(encoded).array();
  }

  public static Parked decode(ByteBuffer content) {
    return new Parked(
        content.getInt(0),
        MessageCodec.decode(content.slice(Integer.BYTES, content.capacity() - Integer.BYTES)));
  }
}
