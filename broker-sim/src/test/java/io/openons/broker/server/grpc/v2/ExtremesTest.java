package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.change;
import static io.openons.broker.testing.Samples.delayed;
import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.fifo;
import static io.openons.broker.testing.Samples.half;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.queue;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import io.openons.broker.testing.Samples;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.HeartbeatRequest;
import io.openons.proto.v2.NotifyClientTerminationRequest;
import io.openons.proto.v2.QueryAssignmentRequest;
import io.openons.proto.v2.QueryOffsetPolicy;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.SyncLiteSubscriptionRequest;
import io.openons.proto.v2.UpdateOffsetRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: no value of any field makes the broker fail; it serves the request or says what is wrong
 * with it.
 *
 * <p>Method: takes one good request per call and sets, one at a time, each field in it at any depth
 * to values at and beyond the ends of its type.
 *
 * <p>A failure means: a client in a strange state, or a hostile one, causes errors inside the
 * broker or waits in vain.
 */
class ExtremesTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private static final String TOPIC = fresh("topic");

  @BeforeAll
  static void something_to_receive() {
    for (var i = 0; i < 8; i++) {
      BROKER.client().call().sendMessage(send(message(TOPIC, "hello")));
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void every_extreme_of_every_field_is_answered(Map.Entry<String, Message> call) {
    var failures = new ArrayList<String>();
    for (var extreme : extremesOf(call.getValue())) {
      var answer = BROKER.client().callByName(call.getKey(), extreme);
      if (answer.getCode() == Code.INTERNAL_SERVER_ERROR
          || answer.getCode() == Code.INTERNAL_ERROR
          || answer.getCode() == Code.CODE_UNSPECIFIED
          || answer.getMessage().isBlank()) {
        failures.add(answer + "to " + abbreviated(extreme));
      }
    }
    assertThat(failures).isEmpty();
  }

  static Stream<Map.Entry<String, Message>> requests() {
    var group = named(fresh("group"));
    var topic = named(TOPIC);
    var everything = message(TOPIC, "hello").putUserProperties("name", "value");
    everything
        .getSystemPropertiesBuilder()
        .setTag("tag")
        .addKeys("key")
        .setTraceContext("trace")
        .setStoreTimestamp(Samples.timestamp(Instant.EPOCH))
        .setOrphanedTransactionRecoveryDuration(seconds(1));
    var ordered = fifo(TOPIC, "a", "hello");
    var delayed = delayed(TOPIC, Instant.EPOCH, "hello");
    var half = half(TOPIC, "hello");
    half.getSystemPropertiesBuilder().setOrphanedTransactionRecoveryDuration(seconds(1));
    return Stream.<Map.Entry<String, Message>>of(
        Map.entry("SendMessage", send(ordered)),
        Map.entry("SendMessage", send(delayed)),
        Map.entry("SendMessage", send(half)),
        Map.entry(
            "QueryRoute",
            QueryRouteRequest.newBuilder().setTopic(topic).setEndpoints(endpoints()).build()),
        Map.entry(
            "Heartbeat",
            HeartbeatRequest.newBuilder()
                .setGroup(group)
                .setClientType(ClientType.PUSH_CONSUMER)
                .build()),
        Map.entry("SendMessage", send(everything)),
        Map.entry(
            "QueryAssignment",
            QueryAssignmentRequest.newBuilder()
                .setTopic(topic)
                .setGroup(group)
                .setEndpoints(endpoints())
                .build()),
        Map.entry(
            "ReceiveMessage",
            receive(group.getName(), TOPIC)
                .setLongPollingTimeout(seconds(0))
                .setAttemptId("attempt")
                .build()),
        Map.entry("AckMessage", ack(group.getName(), TOPIC, "a-handle").build()),
        Map.entry(
            "ChangeInvisibleDuration",
            change(group.getName(), TOPIC, "a-handle", seconds(10)).build()),
        Map.entry("PullMessage", pull(group.getName(), TOPIC, 0, 0).build()),
        Map.entry(
            "UpdateOffset",
            UpdateOffsetRequest.newBuilder()
                .setGroup(group)
                .setMessageQueue(queue(TOPIC, 0))
                .build()),
        Map.entry(
            "GetOffset",
            GetOffsetRequest.newBuilder().setGroup(group).setMessageQueue(queue(TOPIC, 0)).build()),
        Map.entry(
            "QueryOffset",
            QueryOffsetRequest.newBuilder()
                .setMessageQueue(queue(TOPIC, 0))
                .setQueryOffsetPolicy(QueryOffsetPolicy.TIMESTAMP)
                .setTimestamp(Samples.timestamp(Instant.EPOCH))
                .build()),
        Map.entry(
            "ForwardMessageToDeadLetterQueue",
            ForwardMessageToDeadLetterQueueRequest.newBuilder()
                .setTopic(topic)
                .setGroup(group)
                .setReceiptHandle("a-handle")
                .build()),
        Map.entry("EndTransaction", EndTransactionRequest.newBuilder().setTopic(topic).build()),
        Map.entry("RecallMessage", RecallMessageRequest.newBuilder().setTopic(topic).build()),
        Map.entry(
            "NotifyClientTermination",
            NotifyClientTerminationRequest.newBuilder().setGroup(group).build()),
        Map.entry(
            "SyncLiteSubscription",
            SyncLiteSubscriptionRequest.newBuilder().setTopic(topic).setGroup(group).build()));
  }

  /** All messages that differ from a given one in one field, at whatever depth. */
  private static List<Message> extremesOf(Message good) {
    var extremes = new ArrayList<Message>();
    for (var field : good.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        continue; // the rules of user properties have a table of their own
      }
      extremes.add(good.toBuilder().clearField(field).build());
      if (field.getJavaType() == JavaType.MESSAGE) {
        inner(good, field).forEach(inner -> extremes.add(with(good, field, inner)));
      } else {
        valuesOf(field).forEach(value -> extremes.add(with(good, field, value)));
      }
    }
    return extremes;
  }

  private static List<Message> inner(Message good, FieldDescriptor field) {
    if (!field.isRepeated()) {
      return extremesOf((Message) good.getField(field));
    }
    return good.getRepeatedFieldCount(field) == 0
        ? List.of()
        : extremesOf((Message) good.getRepeatedField(field, 0));
  }

  private static Message with(Message good, FieldDescriptor field, Object value) {
    return good.toBuilder().setField(field, field.isRepeated() ? List.of(value) : value).build();
  }

  private static List<?> valuesOf(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case INT -> List.of(Integer.MIN_VALUE, -1, 0, 1, Integer.MAX_VALUE);
      case LONG -> List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE);
      case FLOAT -> List.of(Float.NEGATIVE_INFINITY, 0f, Float.NaN);
      case DOUBLE -> List.of(Double.NEGATIVE_INFINITY, 0d, Double.NaN);
      case BOOLEAN -> List.of(false, true);
      case STRING -> List.of("", " ", "\0", "%", "🚀", "../../x", "x".repeat(100_000));
      case BYTE_STRING -> List.of(ByteString.EMPTY, ByteString.copyFrom(new byte[1]));
      case ENUM ->
          Stream.of(-1, 0, 1, Integer.MAX_VALUE)
              .map(number -> field.getEnumType().findValueByNumberCreatingIfUnknown(number))
              .toList();
      case MESSAGE -> throw new IllegalArgumentException("is taken apart: " + field);
    };
  }

  private static String abbreviated(Message message) {
    var text = message.toString();
    return text.length() <= 1_000 ? text : text.substring(0, 1_000) + "...";
  }
}
