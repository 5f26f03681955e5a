package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.change;
import static io.openons.broker.testing.Samples.endpoints;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.queue;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.timestamp;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.StatusAssertions.assertRefused;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.RawClient;
import io.openons.broker.testing.Samples;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.GetOffsetRequest;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.QueryOffsetPolicy;
import io.openons.proto.v2.QueryOffsetRequest;
import io.openons.proto.v2.QueryRouteRequest;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.TransactionResolution;
import io.openons.proto.v2.UpdateOffsetRequest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: the topics and groups of one instance have nothing to do with those of another, and it does
 * not matter how an instance is written.
 *
 * <p>Method: the same plain name in the instances A and B and in none, through every call.
 *
 * <p>A failure means: one team reads, acknowledges or recalls the messages of another.
 */
class InstanceTest {
  @RegisterExtension
  static final TestBroker BROKER = new TestBroker(builder -> builder.queuesOfNewTopics(1));

  private final RawClient client = BROKER.client();
  private final String topic = fresh("topic");
  private final String group = fresh("group");

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void both_ways_of_writing_an_instance_name_the_same_topic_and_group(
      boolean prefixedBySender, boolean prefixedByReceiver) {
    var sent = message("", "hello").setTopic(inA(topic, prefixedBySender));
    assertCode(client.call().sendMessage(send(sent)).getStatus(), Code.OK);

    var asked = inA(topic, prefixedByReceiver);
    var receive =
        receive("", "")
            .setGroup(inA(group, prefixedByReceiver))
            .setMessageQueue(MessageQueue.newBuilder().setTopic(asked).setId(-1));
    var received = client.receive(receive);

    assertThat(received.bodies()).containsExactly("hello");
    assertThat(received.only().getTopic()).isEqualTo(asked);
    var ack =
        ack("", "", received.handle())
            .setGroup(inA(group, !prefixedByReceiver))
            .setTopic(inA(topic, !prefixedByReceiver));
    assertCode(client.call().ackMessage(ack.build()).getStatus(), Code.OK);
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void a_route_and_a_pull_carry_the_topic_as_the_client_wrote_it(boolean prefixed) {
    sendTo("A%" + topic, "hello");
    var asked = inA(topic, prefixed);

    var route =
        client
            .call()
            .queryRoute(
                QueryRouteRequest.newBuilder().setTopic(asked).setEndpoints(endpoints()).build());
    var pulled =
        client.pull(
            pull("A%" + group, "", 0, 0)
                .setMessageQueue(MessageQueue.newBuilder().setTopic(asked)));

    assertThat(route.getMessageQueuesList())
        .hasSize(1)
        .allSatisfy(queue -> assertThat(queue.getTopic()).isEqualTo(asked));
    assertThat(pulled.messages())
        .hasSize(1)
        .allSatisfy(message -> assertThat(message.getTopic()).isEqualTo(asked));
  }

  @Test
  void an_instance_receives_its_own_messages_only() {
    sendTo("A%" + topic, "for A");
    sendTo("B%" + topic, "for B");
    sendTo(topic, "for none");

    assertThat(client.receive(receive("A%" + group, "A%" + topic)).bodies())
        .containsExactly("for A");
    assertThat(client.receive(receive("B%" + group, "B%" + topic)).bodies())
        .containsExactly("for B");
    assertThat(client.receive(receive(group, topic)).bodies()).containsExactly("for none");
  }

  @Test
  void groups_of_the_same_name_in_two_instances_each_receive_everything_of_a_topic() {
    sendTo(topic, "hello");

    for (var each : new String[] {group, "A%" + group, "B%" + group}) {
      assertThat(client.receive(receive(each, topic)).bodies()).containsExactly("hello");
    }
  }

  @Test
  void a_delivery_is_only_its_own_instances_to_acknowledge_change_or_give_up() {
    sendTo("A%" + topic, "hello");
    sendTo("B%" + topic, "hello");
    var handle = client.receive(receive("A%" + group, "A%" + topic)).handle();
    client.receive(receive("B%" + group, "B%" + topic));

    assertCode(
        client.call().ackMessage(ack("B%" + group, "B%" + topic, handle).build()).getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
    assertCode(
        client.call().ackMessage(ack("B%" + group, "A%" + topic, handle).build()).getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
    var change = change("B%" + group, "B%" + topic, handle, seconds(10));
    assertCode(
        client.call().changeInvisibleDuration(change.build()).getStatus(),
        Code.INVALID_RECEIPT_HANDLE);
    assertCode(bury("B%", handle), Code.INVALID_RECEIPT_HANDLE);
    assertCode(
        client.call().ackMessage(ack("A%" + group, "A%" + topic, handle).build()).getStatus(),
        Code.OK);
  }

  @Test
  void offsets_are_those_of_the_instance() {
    sendTo("A%" + topic, "one");
    sendTo("A%" + topic, "two");
    sendTo("B%" + topic, "other");

    assertThat(endOffset("A%" + topic)).isEqualTo(2);
    assertThat(endOffset("B%" + topic)).isEqualTo(1);
    assertThat(client.pull(pull("B%" + group, "B%" + topic, 0, 0)).bodies())
        .containsExactly("other");
    var update =
        UpdateOffsetRequest.newBuilder()
            .setGroup(Samples.named("A%" + group))
            .setMessageQueue(queue("A%" + topic, 0))
            .setOffset(2);
    assertCode(client.call().updateOffset(update.build()).getStatus(), Code.OK);
    assertThat(committed("A%" + group, "A%" + topic).getOffset()).isEqualTo(2);
    assertCode(committed("B%" + group, "B%" + topic).getStatus(), Code.OFFSET_NOT_FOUND);
    assertCode(committed("B%" + group, "A%" + topic).getStatus(), Code.OFFSET_NOT_FOUND);
  }

  @Test
  void a_transaction_is_only_its_own_instances_to_decide() {
    sendTo("B%" + topic, "makes the topic");
    client.receive(receive("B%" + group, "B%" + topic));
    var half = message("A%" + topic, "half");
    half.getSystemPropertiesBuilder().setMessageType(MessageType.TRANSACTION);
    var transaction = client.call().sendMessage(send(half)).getEntries(0).getTransactionId();

    assertCode(commit("B%" + topic, half, transaction), Code.INVALID_TRANSACTION_ID);
    assertCode(commit("A%" + topic, half, transaction), Code.OK);

    assertThat(client.receive(receive("A%" + group, "A%" + topic)).bodies())
        .containsExactly("half");
    assertThat(
            client
                .receive(receive("B%" + group, "B%" + topic).setLongPollingTimeout(seconds(0)))
                .bodies())
        .isEmpty();
  }

  @Test
  void a_delayed_message_is_only_its_own_instances_to_recall() {
    var id = UUID.randomUUID().toString();
    var at = Instant.now().plusSeconds(2);
    var mine = delayed("A%" + topic, id, at);
    var theirs = delayed("B%" + topic, id, at);
    client.receive(receive("B%" + group, "B%" + topic).setLongPollingTimeout(seconds(0)));

    assertRefused(recall("B%" + topic, mine));
    assertCode(recall("A%" + topic, mine), Code.OK);

    // The other one has the same id and time, and comes nevertheless.
    assertThat(client.receive(receive("B%" + group, "B%" + topic)).bodies())
        .containsExactly("later");
    assertThat(theirs).isNotEqualTo(mine);
    assertThat(
            client
                .receive(receive("A%" + group, "A%" + topic).setLongPollingTimeout(seconds(0)))
                .bodies())
        .isEmpty();
  }

  @Test
  void dead_letters_stay_in_the_instance() {
    sendTo("A%" + topic, "bad");
    var handle = client.receive(receive("A%" + group, "A%" + topic)).handle();

    assertCode(bury("A%", handle), Code.OK);

    var letter =
        client.receive(
            receive(fresh("reader"), "")
                .setMessageQueue(
                    MessageQueue.newBuilder()
                        .setTopic(
                            Resource.newBuilder()
                                .setResourceNamespace("A")
                                .setName("%DLQ%" + group))
                        .setId(-1)));
    assertThat(letter.bodies()).containsExactly("bad");
    assertThat(client.receive(receive(fresh("reader"), "%DLQ%A%" + group)).bodies())
        .containsExactly("bad");
    for (var other : new String[] {"%DLQ%B%" + group, "%DLQ%" + group}) {
      assertThat(
              client
                  .receive(receive(fresh("reader"), other).setLongPollingTimeout(seconds(0)))
                  .bodies())
          .isEmpty();
    }
  }

  @Test
  void an_instance_must_not_look_like_a_part_of_a_name() {
    var ambiguous = Resource.newBuilder().setResourceNamespace("A%x").setName(topic);
    var request = QueryRouteRequest.newBuilder().setTopic(ambiguous).setEndpoints(endpoints());

    assertCode(client.call().queryRoute(request.build()).getStatus(), Code.ILLEGAL_TOPIC);
  }

  private static Resource inA(String name, boolean prefixed) {
    return prefixed
        ? Resource.newBuilder().setName("A%" + name).build()
        : Resource.newBuilder().setResourceNamespace("A").setName(name).build();
  }

  private void sendTo(String name, String body) {
    assertCode(client.call().sendMessage(send(message(name, body))).getStatus(), Code.OK);
  }

  private String delayed(String name, String id, Instant at) {
    var message = message(name, "later");
    message
        .getSystemPropertiesBuilder()
        .setMessageId(id)
        .setMessageType(MessageType.DELAY)
        .setDeliveryTimestamp(timestamp(at));
    var answer = client.call().sendMessage(send(message));
    assertCode(answer.getStatus(), Code.OK);
    return answer.getEntries(0).getRecallHandle();
  }

  private io.openons.proto.v2.Status recall(String name, String handle) {
    var request =
        RecallMessageRequest.newBuilder().setTopic(Samples.named(name)).setRecallHandle(handle);
    return client.call().recallMessage(request.build()).getStatus();
  }

  private io.openons.proto.v2.Status commit(
      String name, io.openons.proto.v2.Message.Builder half, String transaction) {
    var request =
        EndTransactionRequest.newBuilder()
            .setTopic(Samples.named(name))
            .setMessageId(half.getSystemProperties().getMessageId())
            .setTransactionId(transaction)
            .setResolution(TransactionResolution.COMMIT);
    return client.call().endTransaction(request.build()).getStatus();
  }

  private io.openons.proto.v2.Status bury(String instance, String handle) {
    var request =
        ForwardMessageToDeadLetterQueueRequest.newBuilder()
            .setGroup(Samples.named(instance + group))
            .setTopic(Samples.named(instance + topic))
            .setReceiptHandle(handle);
    return client.call().forwardMessageToDeadLetterQueue(request.build()).getStatus();
  }

  private long endOffset(String name) {
    var request =
        QueryOffsetRequest.newBuilder()
            .setMessageQueue(queue(name, 0))
            .setQueryOffsetPolicy(QueryOffsetPolicy.END);
    return client.call().queryOffset(request.build()).getOffset();
  }

  private io.openons.proto.v2.GetOffsetResponse committed(String groupName, String topicName) {
    var request =
        GetOffsetRequest.newBuilder()
            .setGroup(Samples.named(groupName))
            .setMessageQueue(queue(topicName, 0));
    return client.call().getOffset(request.build());
  }
}
