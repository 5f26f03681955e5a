package io.openons.broker.core.message;

import io.openons.broker.core.api.ResourceName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * A message as its sender made it.
 *
 * @param id given by the sender; the broker makes none
 * @param kind what the broker is to do with it
 * @param tag for filters; null when there is none
 * @param keys business keys
 * @param properties the sender's properties
 * @param shardingKey orders it among the messages with the same one; null unless it is ordered
 * @param deliveryTime when it is to be delivered, milliseconds since 1970; 0 unless it is delayed
 * @param bodyEncoding how the sender encoded the body
 * @param bornTime when it was made, milliseconds since 1970 by the sender's clock
 * @param bornHost where it was made, as the sender says
 * @param traceContext the sender's trace context; null when there is none
 * @param origin what it was before it became a dead letter; null unless it is one
 * @param body the body as encoded by the sender; read-only
 */
public record Message(
    String id,
    MessageKind kind,
    String tag,
    List<String> keys,
    Map<String, String> properties,
    String shardingKey,
    long deliveryTime,
    BodyEncoding bodyEncoding,
    long bornTime,
    String bornHost,
    String traceContext,
    Origin origin,
    ByteBuffer body) {

  /**
   * Where a dead letter comes from.
   *
   * @param topic name of the topic, with its instance
   * @param messageId the message's id there
   */
  public record Origin(String topic, String messageId) {}

  /** How a body is encoded. The broker passes it through untouched. */
  public enum BodyEncoding {
    /** Not encoded. */
    IDENTITY(0),
    /** Compressed by gzip. */
    GZIP(1);

    private static final BodyEncoding[] ENCODINGS = values();

    private final byte number;

    BodyEncoding(int number) {
      this.number = (byte) number;
    }

    /** Returns the number on disk, which never changes. */
    byte number() {
      return number;
    }

    static BodyEncoding of(byte number) {
      for (BodyEncoding encoding : ENCODINGS) {
        if (encoding.number == number) {
          return encoding;
        }
      }
      throw new IllegalStateException("a stored message has an unknown encoding " + number);
    }
  }

  /** Returns the hash by which queues pass over messages with other tags; 0 without a tag. */
  public int tagHash() {
    return tag == null ? 0 : tag.hashCode();
  }

  /** Returns this message as a dead letter of a topic. */
  public Message deadLetter(ResourceName topic) {
    return new Message(
        id,
        MessageKind.NORMAL,
        tag,
        keys,
        properties,
        shardingKey,
        0,
        bodyEncoding,
        bornTime,
        bornHost,
        traceContext,
        new Origin(topic.toString(), id),
        body);
  }
}
