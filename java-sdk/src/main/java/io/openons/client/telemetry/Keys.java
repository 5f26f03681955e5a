package io.openons.client.telemetry;

import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageOrBuilder;
import io.openons.proto.v2.SystemPropertiesOrBuilder;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.List;
import java.util.Locale;

/** The names of attributes, by the semantic conventions, and how messages fill them. */
final class Keys {
  static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
  static final AttributeKey<String> OPERATION_NAME =
      AttributeKey.stringKey("messaging.operation.name");
  static final AttributeKey<String> OPERATION_TYPE =
      AttributeKey.stringKey("messaging.operation.type");
  static final AttributeKey<String> DESTINATION =
      AttributeKey.stringKey("messaging.destination.name");
  static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");
  static final AttributeKey<String> GROUP = AttributeKey.stringKey("messaging.consumer.group.name");
  static final AttributeKey<String> CLIENT_ID = AttributeKey.stringKey("messaging.client.id");
  static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
  static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
  static final AttributeKey<Long> BATCH_COUNT =
      AttributeKey.longKey("messaging.batch.message_count");
  static final AttributeKey<String> NAMESPACE =
      AttributeKey.stringKey("messaging.rocketmq.namespace");
  static final AttributeKey<String> MESSAGE_TYPE =
      AttributeKey.stringKey("messaging.rocketmq.message.type");
  static final AttributeKey<String> TAG = AttributeKey.stringKey("messaging.rocketmq.message.tag");
  static final AttributeKey<List<String>> MESSAGE_KEYS =
      AttributeKey.stringArrayKey("messaging.rocketmq.message.keys");
  static final AttributeKey<String> MESSAGE_GROUP =
      AttributeKey.stringKey("messaging.rocketmq.message.group");
  static final AttributeKey<Long> DELIVERY_TIME =
      AttributeKey.longKey("messaging.rocketmq.message.delivery_timestamp");
  static final AttributeKey<String> SERVER_ADDRESS = AttributeKey.stringKey("server.address");
  static final AttributeKey<Long> SERVER_PORT = AttributeKey.longKey("server.port");
  static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private Keys() {}

  static void describe(
      AttributesBuilder attributes, MessageOrBuilder message, SystemPropertiesOrBuilder system) {
    attributes
        .put(MESSAGE_ID, system.getMessageId())
        .put(BODY_SIZE, (long) message.getBody().size())
        .put(MESSAGE_TYPE, system.getMessageType().name().toLowerCase(Locale.ROOT));
    if (system.hasTag()) {
      attributes.put(TAG, system.getTag());
    }
    if (system.getKeysCount() > 0) {
      attributes.put(MESSAGE_KEYS, List.copyOf(system.getKeysList()));
    }
    if (system.hasMessageGroup()) {
      attributes.put(MESSAGE_GROUP, system.getMessageGroup());
    }
    if (system.hasDeliveryTimestamp()) {
      attributes.put(
          DELIVERY_TIME,
          system.getDeliveryTimestamp().getSeconds() * 1_000
              + system.getDeliveryTimestamp().getNanos() / 1_000_000);
    }
  }

  /** A message that came, with the queue that it came from. */
  static void describe(AttributesBuilder attributes, Message message) {
    describe(attributes, message, message.getSystemProperties());
    attributes.put(PARTITION, String.valueOf(message.getSystemProperties().getQueueId()));
  }
}
