package io.openons.broker.server.grpc.v1;

import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import io.openons.broker.testing.Samples;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v1.AckMessageRequest;
import io.openons.proto.v1.ConsumePolicy;
import io.openons.proto.v1.ConsumerData;
import io.openons.proto.v1.DeadLetterPolicy;
import io.openons.proto.v1.DigestType;
import io.openons.proto.v1.EndTransactionRequest;
import io.openons.proto.v1.FilterExpression;
import io.openons.proto.v1.HeartbeatRequest;
import io.openons.proto.v1.Message;
import io.openons.proto.v1.MessageType;
import io.openons.proto.v1.NackMessageRequest;
import io.openons.proto.v1.NotifyClientTerminationRequest;
import io.openons.proto.v1.Partition;
import io.openons.proto.v1.PollCommandRequest;
import io.openons.proto.v1.PollCommandResponse;
import io.openons.proto.v1.PullMessageRequest;
import io.openons.proto.v1.QueryAssignmentRequest;
import io.openons.proto.v1.QueryOffsetPolicy;
import io.openons.proto.v1.QueryOffsetRequest;
import io.openons.proto.v1.QueryRouteRequest;
import io.openons.proto.v1.ReceiveMessageRequest;
import io.openons.proto.v1.ReceiveMessageResponse;
import io.openons.proto.v1.Resource;
import io.openons.proto.v1.ResponseCommon;
import io.openons.proto.v1.SendMessageRequest;
import io.openons.proto.v1.SendMessageResponse;
import io.openons.proto.v1.SubscriptionEntry;
import io.openons.proto.v1.SystemAttribute;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: the first version of the wire is served beside the second, by the same rules.
 *
 * <p>Method: the bare protocol, spoken to a broker in this process; what its published client does
 * with it is tested with that client.
 *
 * <p>A failure means: users of ons-client 2.0 cannot use the broker, or get what they do not
 * understand.
 */
class FirstVersionTest {
  @RegisterExtension
  static final TestBroker BROKER =
      new TestBroker(
          builder ->
              builder
                  .queuesOfNewTopics(1)
                  .transactionChecks(
                      java.time.Duration.ofMillis(100), java.time.Duration.ofMillis(100), 50));

  private final Resource topic = named(fresh("topic"));
  private final Resource group = named(fresh("group"));

  private static Resource named(String name) {
    return Resource.newBuilder().setName(name).build();
  }

  private static void assertCode(ResponseCommon common, Code code) {
    assertThat(Code.forNumber(common.getStatus().getCode()))
        .as(common.getStatus().getMessage())
        .isEqualTo(code);
  }

  private Message.Builder message(String body) {
    return Message.newBuilder()
        .setTopic(topic)
        .setBody(ByteString.copyFromUtf8(body))
        .setSystemAttribute(
            SystemAttribute.newBuilder().setMessageId(fresh("id")).addKeys("one two"));
  }

  private SendMessageResponse sendFirst(Message.Builder message) {
    return BROKER
        .client()
        .callFirst()
        .sendMessage(SendMessageRequest.newBuilder().setMessage(message).build());
  }

  private ReceiveMessageRequest.Builder receiving() {
    return ReceiveMessageRequest.newBuilder()
        .setGroup(group)
        .setClientId("first")
        .setPartition(Partition.newBuilder().setTopic(topic))
        .setFilterExpression(FilterExpression.newBuilder().setExpression("*"))
        .setBatchSize(32)
        .setInvisibleDuration(Duration.newBuilder().setSeconds(900));
  }

  private List<Message> receive() {
    ReceiveMessageResponse answer = BROKER.client().callFirst().receiveMessage(receiving().build());
    assertCode(answer.getCommon(), Code.OK);
    return answer.getMessagesList();
  }

  private ResponseCommon nack(Message message, int most) {
    return BROKER
        .client()
        .callFirst()
        .nackMessage(
            NackMessageRequest.newBuilder()
                .setGroup(group)
                .setTopic(topic)
                .setClientId("first")
                .setReceiptHandle(message.getSystemAttribute().getReceiptHandle())
                .setMaxDeliveryAttempts(most)
                .build())
        .getCommon();
  }

  @Test
  void a_message_of_the_second_version_arrives_in_the_first_and_back() {
    BROKER.client().call().sendMessage(send(Samples.message(topic.getName(), "from the second")));
    Message received = receive().get(0);
    SystemAttribute system = received.getSystemAttribute();
    assertThat(received.getBody().toStringUtf8()).isEqualTo("from the second");
    assertThat(system.getDeliveryAttempt()).isEqualTo(1);
    assertThat(system.getBodyDigest().getType()).isEqualTo(DigestType.MD5);
    assertThat(system.getBodyDigest().getChecksum()).hasSize(32);

    Message.Builder back = message("from the first");
    assertCode(sendFirst(back).getCommon(), Code.OK);
    var there =
        BROKER.client().receive(Samples.receive(fresh("second"), topic.getName())).messages();
    assertThat(there).hasSize(2);
    assertThat(there.get(1).getSystemProperties().getMessageId())
        .isEqualTo(back.getSystemAttribute().getMessageId());
    assertThat(there.get(1).getSystemProperties().getKeysList()).containsExactly("one", "two");
  }

  @Test
  void the_route_is_where_the_client_is_and_nothing_is_given_that_is_not_there() {
    var route =
        BROKER
            .client()
            .callFirst()
            .queryRoute(QueryRouteRequest.newBuilder().setTopic(topic).build());
    assertCode(route.getCommon(), Code.OK);
    assertThat(route.getPartitionsList()).hasSize(1);
    var address = route.getPartitions(0).getBroker().getEndpoints().getAddresses(0);
    assertThat(address.getHost() + ":" + address.getPort()).isEqualTo(BROKER.endpoint());
    var assigned =
        BROKER
            .client()
            .callFirst()
            .queryAssignment(
                QueryAssignmentRequest.newBuilder().setTopic(topic).setGroup(group).build());
    assertThat(assigned.getAssignmentsList()).hasSize(1);
    assertThat(receive()).isEmpty();
  }

  @Test
  void a_message_that_fails_as_often_as_the_client_allows_is_a_dead_letter() {
    sendFirst(message("bad"));
    Message received = receive().get(0);

    assertCode(nack(received, 1), Code.OK);

    assertThat(receive()).isEmpty();
    assertCode(nack(received, 1), Code.INVALID_ARGUMENT);
    var letters =
        BROKER.client().receive(Samples.receive(fresh("people"), "%DLQ%" + group.getName()));
    assertThat(letters.only().getBody().toStringUtf8()).isEqualTo("bad");
  }

  @Test
  void what_a_client_had_that_ends_is_given_to_others_at_once() {
    sendFirst(message("left"));
    assertThat(receive()).hasSize(1);
    assertThat(receive()).isEmpty();

    BROKER
        .client()
        .callFirst()
        .notifyClientTermination(
            NotifyClientTerminationRequest.newBuilder()
                .setConsumerGroup(group)
                .setClientId("first")
                .build());

    assertThat(receive())
        .extracting(message -> message.getSystemAttribute().getDeliveryAttempt())
        .containsExactly(2);
  }

  @Test
  void a_heartbeat_sets_where_a_new_group_begins_and_how_often_it_tries() {
    sendFirst(message("before"));

    var answer =
        BROKER
            .client()
            .callFirst()
            .heartbeat(
                HeartbeatRequest.newBuilder()
                    .setClientId("first")
                    .setConsumerData(
                        ConsumerData.newBuilder()
                            .setGroup(group)
                            .setConsumePolicy(ConsumePolicy.DISCARD)
                            .setDeadLetterPolicy(
                                DeadLetterPolicy.newBuilder().setMaxDeliveryAttempts(1))
                            .addSubscriptions(SubscriptionEntry.newBuilder().setTopic(topic)))
                    .build());
    assertCode(answer.getCommon(), Code.OK);
    sendFirst(message("after"));

    List<Message> received = receive();
    assertThat(received)
        .extracting(message -> message.getBody().toStringUtf8())
        .containsExactly("after");
    nack(received.get(0), 0);
    var letters =
        BROKER.client().receive(Samples.receive(fresh("people"), "%DLQ%" + group.getName()));
    assertThat(letters.only().getBody().toStringUtf8()).isEqualTo("after");
  }

  @Test
  void queues_are_read_at_offsets() {
    sendFirst(message("first"));
    sendFirst(message("second"));
    Partition partition = Partition.newBuilder().setTopic(topic).build();

    var end =
        BROKER
            .client()
            .callFirst()
            .queryOffset(
                QueryOffsetRequest.newBuilder()
                    .setPartition(partition)
                    .setPolicy(QueryOffsetPolicy.END)
                    .build());
    PullMessageRequest.Builder pull =
        PullMessageRequest.newBuilder()
            .setGroup(group)
            .setClientId("first")
            .setPartition(partition)
            .setBatchSize(32)
            .setOffset(1);
    var pulled = BROKER.client().callFirst().pullMessage(pull.build());
    var beyond = BROKER.client().callFirst().pullMessage(pull.setOffset(3).build());

    assertThat(end.getOffset()).isEqualTo(2);
    assertThat(pulled.getMessagesList())
        .extracting(message -> message.getBody().toStringUtf8())
        .containsExactly("second");
    assertThat(List.of(pulled.getMinOffset(), pulled.getNextOffset(), pulled.getMaxOffset()))
        .containsExactly(0L, 2L, 2L);
    assertCode(beyond.getCommon(), Code.OUT_OF_RANGE);
  }

  @Test
  void a_producer_of_the_group_is_asked_for_every_transaction_that_nobody_decides()
      throws Exception {
    for (String body : List.of("one", "two", "three")) {
      Message.Builder half = message(body);
      half.getSystemAttributeBuilder()
          .setMessageType(MessageType.TRANSACTION)
          .setProducerGroup(group);
      assertThat(sendFirst(half).getTransactionId()).isNotEmpty();
    }

    for (int i = 0; i < 3; i++) {
      PollCommandResponse command =
          BROKER
              .client()
              .futureFirst()
              .pollCommand(
                  PollCommandRequest.newBuilder()
                      .setClientId("producer")
                      .setProducerGroup(group)
                      .build())
              .get(90, TimeUnit.SECONDS);
      assertThat(command.hasRecoverOrphanedTransactionCommand()).isTrue();
      BROKER
          .client()
          .callFirst()
          .endTransaction(
              EndTransactionRequest.newBuilder()
                  .setTransactionId(
                      command.getRecoverOrphanedTransactionCommand().getTransactionId())
                  .setResolution(EndTransactionRequest.TransactionResolution.COMMIT)
                  .build());
    }
    assertThat(receive()).hasSizeBetween(1, 3);
  }

  @Test
  void requests_that_break_a_rule_are_refused_with_a_code_of_their_kind() {
    var first = BROKER.client().callFirst();
    Message.Builder both = message("both");
    both.getSystemAttributeBuilder()
        .setMessageGroup("key")
        .setDeliveryTimestamp(com.google.protobuf.Timestamp.newBuilder().setSeconds(1L << 32));
    Message.Builder level = message("level");
    level.getSystemAttributeBuilder().setDelayLevel(3);

    assertCode(sendFirst(both).getCommon(), Code.FAILED_PRECONDITION);
    assertCode(sendFirst(level).getCommon(), Code.UNIMPLEMENTED);
    assertCode(
        first
            .queryRoute(QueryRouteRequest.newBuilder().setTopic(named("no topic")).build())
            .getCommon(),
        Code.INVALID_ARGUMENT);
    assertCode(
        first.receiveMessage(receiving().clearClientId().build()).getCommon(),
        Code.INVALID_ARGUMENT);
    assertCode(
        first
            .ackMessage(
                AckMessageRequest.newBuilder().setGroup(group).setTopic(topic).setOffset(7).build())
            .getCommon(),
        Code.UNIMPLEMENTED);
  }
}
