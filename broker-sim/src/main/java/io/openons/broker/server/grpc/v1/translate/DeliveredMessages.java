package io.openons.broker.server.grpc.v1.translate;

import com.google.protobuf.UnsafeByteOperations;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.Message.BodyEncoding;
import io.openons.broker.core.message.PlainBody;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.server.grpc.translate.BodyDigest;
import io.openons.broker.server.grpc.translate.DeliveryFormat;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.proto.v1.Digest;
import io.openons.proto.v1.DigestType;
import io.openons.proto.v1.Encoding;
import io.openons.proto.v1.MessageType;
import io.openons.proto.v1.Resource;
import io.openons.proto.v1.SystemAttribute;
import java.nio.ByteBuffer;

/** Messages on their way to a receiver. */
public final class DeliveredMessages {
  private DeliveredMessages() {}

  /** Returns a stored message as the wire has it, under the topic name that the receiver used. */
  public static io.openons.proto.v1.Message.Builder of(
      Resource topic, StoredMessage stored, DeliveryFormat receiver) {
    Message message = stored.message();
    boolean isGzip = message.bodyEncoding() == BodyEncoding.GZIP;
    ByteBuffer body = isGzip ? message.body() : PlainBody.of(message);
    SystemAttribute.Builder system =
        SystemAttribute.newBuilder()
            .setMessageId(message.id())
            .addAllKeys(message.keys())
            .setMessageType(MessageType.valueOf(message.kind().name()))
            .setBodyEncoding(isGzip ? Encoding.GZIP : Encoding.IDENTITY)
            .setBodyDigest(
                Digest.newBuilder()
                    .setType(DigestType.valueOf(receiver.digest().name()))
                    .setChecksum(receiver.digest().of(body)))
            .setBornTimestamp(Times.timestamp(message.bornTime()))
            .setBornHost(message.bornHost())
            .setStoreTimestamp(Times.timestamp(stored.storeTime()))
            .setStoreHost(receiver.storeHost())
            .setPartitionId(stored.queue())
            .setPartitionOffset(stored.offset());
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
      system.setDeliveryTimestamp(Times.timestamp(message.deliveryTime()));
    }
    return io.openons.proto.v1.Message.newBuilder()
        .setTopic(topic)
        .putAllUserAttribute(message.properties())
        .setSystemAttribute(system)
        // The log never changes what it has written, so its bytes can be sent without a copy.
        .setBody(UnsafeByteOperations.unsafeWrap(body));
  }

  /** Returns the half message of a transaction for the producer that is asked about it. */
  public static io.openons.proto.v1.Message half(Topic topic, Message half) {
    return of(
            Names.resource(topic.name()),
            new StoredMessage(0, 0, 0, half.bornTime(), half),
            new DeliveryFormat("", BodyDigest.MD5))
        .build();
  }
}
