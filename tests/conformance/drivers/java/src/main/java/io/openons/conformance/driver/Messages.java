package io.openons.conformance.driver;

import com.aliyun.openservices.ons.api.Message;
import java.util.Base64;
import java.util.List;

/** Messages as fields. */
final class Messages {
  private static final String USER = "user.";

  private Messages() {}

  /** The message whose fields' names begin with a prefix, which is empty for the only one. */
  static Message read(Fields fields, String prefix) {
    String body = fields.get(prefix + "body");
    Message message =
        new Message(
            fields.get(prefix + "topic"),
            fields.get(prefix + "tag"),
            fields.get(prefix + "key"),
            body == null ? new byte[0] : Base64.getDecoder().decode(body));
    message.setShardingKey(fields.get(prefix + "shardingKey"));
    if (fields.get(prefix + "deliverAt") != null) {
      message.setStartDeliverTime(fields.number(prefix + "deliverAt"));
    }
    message.setUserProperties(fields.below(prefix + USER));
    return message;
  }

  /** Writes messages with their numbers as prefixes, and their count. */
  static Fields write(Fields fields, List<Message> messages) {
    fields.put("count", messages.size());
    for (int i = 0; i < messages.size(); i++) {
      write(fields, i + ".", messages.get(i));
    }
    return fields;
  }

  private static void write(Fields fields, String prefix, Message message) {
    fields
        .put(prefix + "topic", message.getTopic())
        .put(prefix + "tag", message.getTag())
        .put(prefix + "key", message.getKey())
        .put(prefix + "shardingKey", message.getShardingKey())
        .put(prefix + "body", Base64.getEncoder().encodeToString(message.getBody()))
        .put(prefix + "messageId", message.getMsgID())
        .put(prefix + "reconsumeTimes", message.getReconsumeTimes())
        .put(prefix + "bornAt", message.getBornTimestamp())
        .put(prefix + "bornHost", message.getBornHost())
        .put(prefix + "offset", message.getOffset());
    message
        .getUserProperties()
        .forEach((key, value) -> fields.put(prefix + USER + key, value.toString()));
  }
}
