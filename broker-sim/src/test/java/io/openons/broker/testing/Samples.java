package io.openons.broker.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.openons.proto.v2.AckMessageEntry;
import io.openons.proto.v2.AckMessageRequest;
import io.openons.proto.v2.Address;
import io.openons.proto.v2.AddressScheme;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Encoding;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.FilterExpression;
import io.openons.proto.v2.FilterType;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.PullMessageRequest;
import io.openons.proto.v2.ReceiveMessageRequest;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import io.openons.proto.v2.SubscriptionEntry;
import io.openons.proto.v2.SystemProperties;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Requests that are right in every point; a test spoils the one it is about. */
public final class Samples {
  /** The largest body in bytes. */
  public static final int LARGEST_BODY = 4 * 1024 * 1024;

  private Samples() {}

  public static Resource named(String name) {
    return Resource.newBuilder().setName(name).build();
  }

  public static Endpoints endpoints(AddressScheme scheme, String host, int port) {
    return Endpoints.newBuilder()
        .setScheme(scheme)
        .addAddresses(Address.newBuilder().setHost(host).setPort(port))
        .build();
  }

  public static Endpoints endpoints() {
    return endpoints(AddressScheme.IPv4, "127.0.0.1", 8081);
  }

  public static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  public static Duration millis(long millis) {
    return Duration.newBuilder()
        .setSeconds(millis / 1000)
        .setNanos((int) (millis % 1000) * 1_000_000)
        .build();
  }

  public static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  public static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  public static Message.Builder message(String topic, String body) {
    return Message.newBuilder()
        .setTopic(named(topic))
        .setBody(ByteString.copyFromUtf8(body))
        .setSystemProperties(
            SystemProperties.newBuilder()
                .setMessageId(UUID.randomUUID().toString())
                .setMessageType(MessageType.NORMAL)
                .setBodyEncoding(Encoding.IDENTITY)
                .setBornTimestamp(timestamp(Instant.ofEpochSecond(1_700_000_000)))
                .setBornHost("test-host"));
  }

  /** An ordered message. */
  public static Message.Builder fifo(String topic, String messageGroup, String body) {
    var message = message(topic, body);
    message
        .getSystemPropertiesBuilder()
        .setMessageType(MessageType.FIFO)
        .setMessageGroup(messageGroup);
    return message;
  }

  /** A delayed message. */
  public static Message.Builder delayed(String topic, Instant delivery, String body) {
    var message = message(topic, body);
    message
        .getSystemPropertiesBuilder()
        .setMessageType(MessageType.DELAY)
        .setDeliveryTimestamp(timestamp(delivery));
    return message;
  }

  /** A half message. */
  public static Message.Builder half(String topic, String body) {
    var message = message(topic, body);
    message.getSystemPropertiesBuilder().setMessageType(MessageType.TRANSACTION);
    return message;
  }

  public static SendMessageRequest send(Message.Builder... messages) {
    return send(List.of(messages));
  }

  public static SendMessageRequest send(List<Message.Builder> messages) {
    var request = SendMessageRequest.newBuilder();
    messages.forEach(request::addMessages);
    return request.build();
  }

  public static FilterExpression tags(String expression) {
    return FilterExpression.newBuilder().setType(FilterType.TAG).setExpression(expression).build();
  }

  public static FilterExpression sql(String expression) {
    return FilterExpression.newBuilder().setType(FilterType.SQL).setExpression(expression).build();
  }

  public static MessageQueue queue(String topic, int id) {
    return MessageQueue.newBuilder().setTopic(named(topic)).setId(id).build();
  }

  /** A receive of up to 32 messages that waits 5 s for the first and leases them for 1 min. */
  public static ReceiveMessageRequest.Builder receive(String group, String topic) {
    return ReceiveMessageRequest.newBuilder()
        .setGroup(named(group))
        .setMessageQueue(queue(topic, -1))
        .setFilterExpression(tags("*"))
        .setBatchSize(32)
        .setInvisibleDuration(seconds(60))
        .setLongPollingTimeout(seconds(5));
  }

  public static AckMessageRequest.Builder ack(String group, String topic, String... handles) {
    var request = AckMessageRequest.newBuilder().setGroup(named(group)).setTopic(named(topic));
    for (var handle : handles) {
      request.addEntries(
          AckMessageEntry.newBuilder().setMessageId("id-of-" + handle).setReceiptHandle(handle));
    }
    return request;
  }

  public static ChangeInvisibleDurationRequest.Builder change(
      String group, String topic, String handle, Duration duration) {
    return ChangeInvisibleDurationRequest.newBuilder()
        .setGroup(named(group))
        .setTopic(named(topic))
        .setReceiptHandle(handle)
        .setMessageId("some-id")
        .setInvisibleDuration(duration);
  }

  /** A pull of up to 32 messages that waits for none. */
  public static PullMessageRequest.Builder pull(
      String group, String topic, int queue, long offset) {
    return PullMessageRequest.newBuilder()
        .setGroup(named(group))
        .setMessageQueue(queue(topic, queue))
        .setOffset(offset)
        .setBatchSize(32)
        .setFilterExpression(tags("*"))
        .setLongPollingTimeout(seconds(0));
  }

  /** The settings of a push consumer of one topic. */
  public static Settings.Builder consumer(String group, String topic) {
    var entry = SubscriptionEntry.newBuilder().setTopic(named(topic)).setExpression(tags("*"));
    return Settings.newBuilder()
        .setClientType(ClientType.PUSH_CONSUMER)
        .setSubscription(Subscription.newBuilder().setGroup(named(group)).addSubscriptions(entry));
  }

  /** The settings of a producer of these topics. */
  public static Settings.Builder producer(String... topics) {
    var publishing = Publishing.newBuilder();
    Stream.of(topics).forEach(topic -> publishing.addTopics(named(topic)));
    return Settings.newBuilder().setClientType(ClientType.PRODUCER).setPublishing(publishing);
  }
}
