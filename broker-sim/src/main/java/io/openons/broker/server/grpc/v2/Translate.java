package io.openons.broker.server.grpc.v2;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.Filter;
import io.openons.broker.core.filter.SqlFilter;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.topic.Topic;
import io.openons.proto.v2.DeadLetterQueue;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.SystemProperties;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalInt;

/** Turns the nouns of the wire into those of the core, and back. */
final class Translate {
  /** Longer than anything that is allowed, and short enough to be counted in milliseconds. */
  private static final long MOST_SECONDS = Duration.ofDays(365_000).toSeconds();

  private Translate() {}

  static ResourceName name(Resource resource) {
    return ResourceName.of(resource.getResourceNamespace(), resource.getName());
  }

  static Duration duration(com.google.protobuf.Duration duration) {
    long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, duration.getSeconds()));
    return Duration.ofSeconds(seconds, duration.getNanos());
  }

  static com.google.protobuf.Duration duration(Duration duration) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }

  /** Returns milliseconds since 1970. */
  static long millis(Timestamp timestamp) {
    long seconds = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, timestamp.getSeconds()));
    return seconds * 1000 + timestamp.getNanos() / 1_000_000;
  }

  static Timestamp timestamp(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1000L))
        .setNanos(Math.floorMod(millis, 1000) * 1_000_000)
        .build();
  }

  static Filter filter(FilterExpression expression) {
    return switch (expression.getType()) {
      case TAG, FILTER_TYPE_UNSPECIFIED -> TagFilter.parse(expression.getExpression());
      case SQL -> SqlFilter.parse(expression.getExpression());
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.ILLEGAL_FILTER,
              "filter type %d is unknown; use TAG or SQL".formatted(expression.getTypeValue()));
    };
  }

  /** Returns a message as a sender sent it. */
  static Submission outgoing(io.openons.proto.v2.Message wire, String owner) {
    SystemProperties system = wire.getSystemProperties();
    Message message =
        new Message(
            system.getMessageId(),
            kind(system),
            system.hasTag() ? system.getTag() : null,
            system.getKeysList(),
            wire.getUserPropertiesMap(),
            system.hasMessageGroup() ? system.getMessageGroup() : null,
            system.hasDeliveryTimestamp() ? millis(system.getDeliveryTimestamp()) : 0,
            encoding(system),
            millis(system.getBornTimestamp()),
            system.getBornHost(),
            system.hasTraceContext() ? system.getTraceContext() : null,
            null,
            wire.getBody().asReadOnlyByteBuffer());
    return new Submission(
        message,
        system.hasOrphanedTransactionRecoveryDuration()
            ? duration(system.getOrphanedTransactionRecoveryDuration())
            : null,
        OptionalInt.empty(),
        null,
        owner);
  }

  /**
   * The kind follows from what is set, since some clients do not name it; what they name must not
   * contradict that.
   */
  private static MessageKind kind(SystemProperties system) {
    MessageType named = system.getMessageType();
    if (named == MessageType.LITE
        || named == MessageType.PRIORITY
        || system.hasLiteTopic()
        || system.hasPriority()) {
      throw new BrokerException(
          Reason.NOT_IMPLEMENTED, "lite topics and priorities are not offered by this broker");
    }
    if (named == MessageType.UNRECOGNIZED) {
      throw new BrokerException(
          Reason.NOT_IMPLEMENTED,
          "message type %d is unknown to this broker".formatted(system.getMessageTypeValue()));
    }
    boolean transaction = named == MessageType.TRANSACTION;
    MessageKind kind = MessageKind.NORMAL;
    int set = 0;
    if (transaction) {
      kind = MessageKind.TRANSACTION;
      set++;
    }
    if (system.hasMessageGroup()) {
      kind = MessageKind.FIFO;
      set++;
    }
    if (system.hasDeliveryTimestamp()) {
      kind = MessageKind.DELAY;
      set++;
    }
    boolean unnamed = named == MessageType.MESSAGE_TYPE_UNSPECIFIED;
    if (set > 1 || !unnamed && !named.name().equals(kind.name())) {
      throw new BrokerException(
          Reason.KIND_CONFLICT,
          ("a message of type %s with %s message group and %s delivery timestamp;"
                  + " set what its type has, and nothing else")
              .formatted(
                  named,
                  system.hasMessageGroup() ? "a" : "no",
                  system.hasDeliveryTimestamp() ? "a" : "no"));
    }
    return kind;
  }

  private static BodyEncoding encoding(SystemProperties system) {
    return switch (system.getBodyEncoding()) {
      case GZIP -> BodyEncoding.GZIP;
      case IDENTITY, ENCODING_UNSPECIFIED -> BodyEncoding.IDENTITY;
      case UNRECOGNIZED ->
          throw new BrokerException(
              Reason.ILLEGAL_BATCH,
              "body encoding %d is unknown".formatted(system.getBodyEncodingValue()));
    };
  }

  /** Returns a stored message as the wire has it, under the topic name that the receiver used. */
  static io.openons.proto.v2.Message.Builder message(
      Resource topic, StoredMessage stored, DeliveryFormat receiver) {
    Message message = stored.message();
    SystemProperties.Builder system =
        SystemProperties.newBuilder()
            .setMessageId(message.id())
            .addAllKeys(message.keys())
            .setMessageType(MessageType.valueOf(message.kind().name()))
            .setBodyEncoding(
                message.bodyEncoding() == BodyEncoding.GZIP ? Encoding.GZIP : Encoding.IDENTITY)
            .setBodyDigest(receiver.digest().of(message.body()))
            .setBornTimestamp(timestamp(message.bornTime()))
            .setBornHost(message.bornHost())
            .setStoreTimestamp(timestamp(stored.storeTime()))
            .setStoreHost(receiver.storeHost())
            .setQueueId(stored.queue())
            .setQueueOffset(stored.offset());
    if (message.tag() != null) {
      system.setTag(message.tag());
    }
    if (message.traceContext() != null) {
      system.setTraceContext(message.traceContext());
    }
    if (message.shardingKey() != null) {
      system.setMessageGroup(message.shardingKey());
    }
    if (message.deliveryTime() > 0) {
      system.setDeliveryTimestamp(timestamp(message.deliveryTime()));
    }
    if (message.origin() != null) {
      system.setDeadLetterQueue(
          DeadLetterQueue.newBuilder()
              .setTopic(message.origin().topic())
              .setMessageId(message.origin().messageId()));
    }
    return io.openons.proto.v2.Message.newBuilder()
        .setTopic(topic)
        .putAllUserProperties(message.properties())
        .setSystemProperties(system)
        .setBody(body(message.body()));
  }

  /** Returns the half message of a transaction for the producer that is asked about it. */
  static io.openons.proto.v2.Message half(Topic topic, Message half) {
    Resource name =
        Resource.newBuilder()
            .setResourceNamespace(topic.name().instance())
            .setName(topic.name().name())
            .build();
    return message(
            name,
            new StoredMessage(0, 0, 0, half.bornTime(), half),
            new DeliveryFormat("", BodyDigest.MD5))
        .build();
  }

  private static ByteString body(ByteBuffer body) {
    // The log never changes what it has written, so its bytes can be sent without a copy.
    return UnsafeByteOperations.unsafeWrap(body);
  }
}
