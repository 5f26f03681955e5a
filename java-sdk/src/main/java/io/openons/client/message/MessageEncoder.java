package io.openons.client.message;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientId;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.SystemProperties;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** Turns an application's message into the wire's, and refuses what no server would take. */
public final class MessageEncoder {
  private static final char TAG_SEPARATOR = '|';

  private MessageEncoder() {}

  /** A message for the wire that still lacks its queue. */
  public record Encoded(
      String topic, io.openons.proto.v2.Message.Builder message, SystemProperties.Builder system) {

    /** Returns the message for a queue. */
    public io.openons.proto.v2.Message forQueue(int queueId) {
      return message.setSystemProperties(system.setQueueId(queueId).build()).build();
    }

    /** Returns the id of the message. */
    public String id() {
      return system.getMessageId();
    }

    /** Whether the message has a sharding key. */
    public boolean isOrdered() {
      return system.hasMessageGroup();
    }

    /** Returns the sharding key as the wire has it; empty for none. */
    public String shardingKey() {
      return system.getMessageGroup();
    }
  }

  /**
   * The message for the wire. The body is not copied.
   *
   * @param topic the topic's resource
   * @param now milliseconds since 1970
   * @throws ONSClientException for a message that cannot be sent; the text says why
   */
  public static Encoded encode(
      Message message, Resource topic, String id, long now, int maxBodyBytes) {
    check(message, maxBodyBytes);
    SystemProperties.Builder system =
        SystemProperties.newBuilder()
            .setMessageId(id)
            .setMessageType(MessageType.NORMAL)
            .setBodyEncoding(Encoding.IDENTITY)
            .setBornTimestamp(timestamp(now))
            .setBornHost(ClientId.hostName());
    if (message.getTag() != null && !message.getTag().isEmpty()) {
      system.setTag(message.getTag());
    }
    if (message.getKey() != null && !message.getKey().isBlank()) {
      system.addAllKeys(List.of(message.getKey().strip().split("\\s+")));
    }
    if (isOrdered(message)) {
      system
          .setMessageType(MessageType.FIFO)
          .setMessageGroup(ShardingKeys.onTheWire(message.getShardingKey()));
    }
    if (message.getStartDeliverTime() > 0) {
      system
          .setMessageType(MessageType.DELAY)
          .setDeliveryTimestamp(timestamp(message.getStartDeliverTime()));
    }
    io.openons.proto.v2.Message.Builder encoded =
        io.openons.proto.v2.Message.newBuilder()
            .setTopic(topic)
            .setBody(UnsafeByteOperations.unsafeWrap(message.getBody()));
    putUserProperties(message.getUserProperties(), encoded);
    return new Encoded(message.getTopic(), encoded, system);
  }

  private static void check(Message message, int maxBodyBytes) {
    if (message.getTopic().isEmpty()) {
      throw refuse(message, "the topic is missing; give the message one", ErrorCode.ILLEGAL_TOPIC);
    }
    byte[] body = message.getBody();
    if (body == null || body.length == 0) {
      throw refuse(
          message, "the body is empty; give at least one byte", ErrorCode.MESSAGE_BODY_EMPTY);
    }
    if (body.length > maxBodyBytes) {
      throw refuse(
          message,
          "the body has "
              + body.length
              + " bytes, the server takes "
              + maxBodyBytes
              + "; make it smaller",
          ErrorCode.MESSAGE_BODY_TOO_LARGE);
    }
    String tag = message.getTag();
    if (tag != null && !tag.isEmpty() && (tag.isBlank() || tag.indexOf(TAG_SEPARATOR) >= 0)) {
      throw refuse(
          message,
          "the tag '" + tag + "' is blank or contains |; give one tag without it, or none",
          ErrorCode.ILLEGAL_MESSAGE_TAG);
    }
    if (isOrdered(message) && message.getStartDeliverTime() > 0) {
      throw refuse(
          message,
          "it has a sharding key and a delivery time, and ordered messages cannot be delayed; remove"
              + " one of them",
          ErrorCode.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE);
    }
  }

  private static boolean isOrdered(Message message) {
    return message.getShardingKey() != null && !message.getShardingKey().isEmpty();
  }

  /**
   * The half message of a transaction.
   *
   * @param immunity how long the server asks no questions; empty when it decides
   * @throws ONSClientException as above, and for a message with a sharding key or a delivery time
   */
  public static Encoded encodeHalf(
      Message message,
      Resource topic,
      String id,
      long now,
      int maxBodyBytes,
      Optional<Duration> immunity) {
    if (isOrdered(message) || message.getStartDeliverTime() > 0) {
      throw refuse(
          message,
          "it belongs to a transaction, and such a message has neither a sharding key nor a"
              + " delivery time; remove it",
          ErrorCode.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE);
    }
    Encoded encoded = encode(message, topic, id, now, maxBodyBytes);
    encoded.system().setMessageType(MessageType.TRANSACTION);
    immunity.ifPresent(
        time -> encoded.system().setOrphanedTransactionRecoveryDuration(ClientCore.duration(time)));
    return encoded;
  }

  private static void putUserProperties(
      Properties properties, io.openons.proto.v2.Message.Builder encoded) {
    if (properties.isEmpty()) {
      return;
    }
    for (Map.Entry<Object, Object> entry : properties.entrySet()) {
      encoded.putUserProperties(entry.getKey().toString(), entry.getValue().toString());
    }
  }

  private static ONSClientException refuse(Message message, String why, ErrorCode code) {
    return new ONSClientException(
        "message for topic " + message.getTopic() + " cannot be sent: " + why, null, code);
  }

  private static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1000L))
        .setNanos((int) Math.floorMod(millis, 1000L) * 1_000_000)
        .build();
  }
}
