package io.openons.broker.core.message;

import io.openons.broker.core.api.ResourceName;
import java.nio.ByteBuffer;
import java.util.HashMap;
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
 * @param attributes what the sender's library says to the receiver's about the message, beyond what
 *     the core knows; passed through untouched
 * @param deliveries how many times the group got it before, when it is stored once more for a group
 *     that could not consume it; else 0
 * @param origin what it was before it became a dead letter, or was stored once more; null unless it
 *     is one of these
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
    Map<String, String> attributes,
    int deliveries,
    Origin origin,
    ByteBuffer body) {

  /** The attribute of a message that only one group gets. */
  private static final String ONLY_FOR = "core.only-for";

  /** Makes a message without attributes that no group got before. */
  public Message(
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
    this(
        id,
        kind,
        tag,
        keys,
        properties,
        shardingKey,
        deliveryTime,
        bodyEncoding,
        bornTime,
        bornHost,
        traceContext,
        Map.of(),
        0,
        origin,
        body);
  }

  /**
   * Where a dead letter, or a message that is stored once more, comes from.
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
    GZIP(1),
    /** Compressed by zlib. */
    ZLIB(2),
    /** Compressed by LZ4, in its frame format. */
    LZ4(3),
    /** Compressed by Zstandard. */
    ZSTD(4);

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

  /**
   * Returns whether a group, or an operator for null, gets it: every group, unless it is a dead
   * letter that was resent.
   */
  public boolean isFor(ResourceName group) {
    String only = attributes.isEmpty() ? null : attributes.get(ONLY_FOR);
    return only == null || group == null || only.equals(group.toString());
  }

  /** Returns this message as a dead letter of a topic. */
  public Message deadLetter(ResourceName topic) {
    Map<String, String> others = new HashMap<>(attributes);
    others.remove(ONLY_FOR);
    return copy(MessageKind.NORMAL, 0, others, deliveries, topic);
  }

  /** Returns this dead letter as a message that its group gets as if for the first time. */
  public Message resentTo(ResourceName group) {
    Map<String, String> more = new HashMap<>(attributes);
    more.put(ONLY_FOR, group.toString());
    MessageKind again = shardingKey == null ? MessageKind.NORMAL : MessageKind.FIFO;
    return new Message(
        origin == null ? id : origin.messageId(),
        again,
        tag,
        keys,
        properties,
        shardingKey,
        0,
        bodyEncoding,
        bornTime,
        bornHost,
        traceContext,
        Map.copyOf(more),
        0,
        null,
        body);
  }

  /**
   * Returns this message for a group that could not consume it.
   *
   * @param topic where the group got it
   * @param time when the group is to get it again, milliseconds since 1970
   */
  public Message again(ResourceName topic, long time) {
    return copy(MessageKind.DELAY, time, attributes, deliveries + 1, topic);
  }

  private Message copy(
      MessageKind newKind,
      long time,
      Map<String, String> newAttributes,
      int newDeliveries,
      ResourceName topic) {
    return new Message(
        id,
        newKind,
        tag,
        keys,
        properties,
        shardingKey,
        time,
        bodyEncoding,
        bornTime,
        bornHost,
        traceContext,
        Map.copyOf(newAttributes),
        newDeliveries,
        // Where it was before it was stored once more says more than where that was.
        origin != null && topic.isRedeliveries() ? origin : new Origin(topic.toString(), id),
        body);
  }
}
