package io.openons.broker.server.remoting.send;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.remoting.call.Names;
import io.openons.broker.server.remoting.codec.Command;
import io.openons.broker.server.remoting.codec.RequestCode;
import io.openons.broker.server.remoting.message.BatchBody;
import io.openons.broker.server.remoting.message.SentMessages.Sent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to send, as its fields have it.
 *
 * @param topic where to
 * @param queue the queue that the sender has chosen; negative when the broker chooses
 * @param messages the messages
 * @param mostDeliveries how many times a group may have got a message that its member sends to it
 *     once more; null for what the settings of the group say
 */
record SendRequest(ResourceName topic, int queue, List<Sent> messages, Integer mostDeliveries) {
  /** The names of the fields. */
  private enum Field {
    PRODUCER_GROUP("producerGroup", "a"),
    TOPIC("topic", "b"),
    DEFAULT_TOPIC("defaultTopic", "c"),
    DEFAULT_QUEUES("defaultTopicQueueNums", "d"),
    QUEUE("queueId", "e"),
    SYSTEM_FLAGS("sysFlag", "f"),
    BORN_TIME("bornTimestamp", "g"),
    USER_FLAG("flag", "h"),
    PROPERTIES("properties", "i"),
    DELIVERIES("reconsumeTimes", "j"),
    MOST_DELIVERIES("maxReconsumeTimes", "l"),
    IS_BATCH("batch", "m");

    private final String longName;
    private final String shortName;

    Field(String longName, String shortName) {
      this.longName = longName;
      this.shortName = shortName;
    }

    String in(Command request) {
      boolean isLong = request.code() == RequestCode.SEND || request.code() == RequestCode.REPLY;
      return isLong ? longName : shortName;
    }
  }

  /** Returns the fields under their long names. */
  static Map<String, String> longFields(Command request) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      String value = request.text(field.in(request), null);
      if (value != null) {
        fields.put(field.longName, value);
      }
    }
    return fields;
  }

  static ResourceName topic(Command request) {
    return Names.of(request.text(Field.TOPIC.in(request)));
  }

  static SendRequest of(Command request, String bornHost) {
    Sent common =
        new Sent(
            request.integer(Field.SYSTEM_FLAGS.in(request), 0),
            request.integer(Field.USER_FLAG.in(request), 0),
            request.text(Field.PROPERTIES.in(request), ""),
            request.number(Field.BORN_TIME.in(request)),
            bornHost,
            Math.max(0, request.integer(Field.DELIVERIES.in(request), 0)),
            request.body());
    boolean isBatch =
        request.code() == RequestCode.SEND_BATCH || request.flag(Field.IS_BATCH.in(request));
    int most = request.integer(Field.MOST_DELIVERIES.in(request), -1);
    return new SendRequest(
        topic(request),
        request.integer(Field.QUEUE.in(request)),
        isBatch ? BatchBody.read(common) : List.of(common),
        most < 0 ? null : most);
  }
}
