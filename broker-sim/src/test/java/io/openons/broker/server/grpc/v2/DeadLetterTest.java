package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.change;
import static io.openons.broker.testing.Samples.consumer;
import static io.openons.broker.testing.Samples.fifo;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.named;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.ForwardMessageToDeadLetterQueueRequest;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Status;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: what a group cannot consume is set aside where people find it, complete, and holds up
 * nothing. Method: the bare protocol, spoken to a broker in this process. A failure means that a
 * poisonous message comes for ever, or is lost.
 */
class DeadLetterTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  @Test
  void a_message_that_was_delivered_as_often_as_allowed_becomes_a_dead_letter() throws Exception {
    deliverAtMost(2);
    var sent = message(topic, "poison").putUserProperties("colour", "blau");
    sent.getSystemPropertiesBuilder().setTag("paid").addKeys("order-1");
    BROKER.client().call().sendMessage(send(sent));

    giveBack(receiveOne());
    giveBack(receiveOne());
    assertNothingToReceive();

    var letter = BROKER.client().receive(receive(fresh("people"), "%DLQ%" + group)).only();
    assertThat(letter.getTopic()).isEqualTo(named("%DLQ%" + group));
    assertThat(letter.getBody().toStringUtf8()).isEqualTo("poison");
    assertThat(letter.getUserPropertiesMap()).containsOnlyKeys("colour");
    var system = letter.getSystemProperties();
    assertThat(system.getTag()).isEqualTo("paid");
    assertThat(system.getKeysList()).containsExactly("order-1");
    assertThat(system.getMessageType()).isEqualTo(MessageType.NORMAL);
    assertThat(system.getDeliveryAttempt()).isEqualTo(1);
    assertThat(system.getDeadLetterQueue().getTopic()).isEqualTo(topic);
    assertThat(system.getDeadLetterQueue().getMessageId())
        .isEqualTo(sent.getSystemProperties().getMessageId());
  }

  @Test
  void a_consumer_may_make_a_message_a_dead_letter_at_once() {
    BROKER.client().call().sendMessage(send(message(topic, "poison")));
    var received = receiveOne();

    assertCode(forward(received), Code.OK);

    assertNothingToReceive();
    assertCode(forward(received), Code.INVALID_RECEIPT_HANDLE);
    var letter = BROKER.client().receive(receive(fresh("people"), "%DLQ%" + group)).only();
    assertThat(letter.getSystemProperties().getDeadLetterQueue().getMessageId())
        .isEqualTo(received.getSystemProperties().getMessageId());
  }

  @Test
  void a_handle_that_is_none_makes_no_dead_letter() {
    Rpc.QUERY_ROUTE.call(BROKER.client(), topic, group);

    assertCode(
        Rpc.FORWARD_MESSAGE_TO_DEAD_LETTER_QUEUE.call(BROKER.client(), topic, group),
        Code.INVALID_RECEIPT_HANDLE);
  }

  @Test
  void whoever_waits_for_dead_letters_gets_them_at_once() throws Exception {
    BROKER.client().call().sendMessage(send(message(topic, "poison")));
    var received = receiveOne();
    var poll = receive(fresh("people"), "%DLQ%" + group).setLongPollingTimeout(seconds(15));
    var waiting = BROKER.connect(fresh("waiting")).beginToReceive(poll);

    forward(received);

    assertThat(waiting.get(5, TimeUnit.SECONDS).bodies()).containsExactly("poison");
  }

  @Test
  void the_next_message_of_a_message_group_comes_when_the_one_before_is_a_dead_letter()
      throws Exception {
    deliverAtMost(1);
    BROKER.client().call().sendMessage(send(fifo(topic, "a", "a1"), fifo(topic, "a", "a2")));
    var first = receiveOne();
    assertThat(first.getBody().toStringUtf8()).isEqualTo("a1");

    giveBack(first);

    assertThat(receiveOne().getBody().toStringUtf8()).isEqualTo("a2");
  }

  @Test
  void dead_letters_of_a_group_in_an_instance_have_the_instance_in_their_name() {
    var inInstance = Resource.newBuilder().setResourceNamespace("MQ_INST_1").setName(group).build();
    BROKER.client().call().sendMessage(send(message(topic, "poison")));
    var received = BROKER.client().receive(receive(group, topic).setGroup(inInstance)).only();
    var request = request(received).setGroup(inInstance).build();
    assertCode(
        BROKER.client().call().forwardMessageToDeadLetterQueue(request).getStatus(), Code.OK);

    var written = receive(fresh("people"), "%DLQ%MQ_INST_1%" + group);
    var apart = receive(fresh("people"), "%DLQ%" + group);
    apart.getMessageQueueBuilder().getTopicBuilder().setResourceNamespace("MQ_INST_1");

    assertThat(BROKER.client().receive(written).bodies()).containsExactly("poison");
    assertThat(BROKER.client().receive(apart).bodies()).containsExactly("poison");
  }

  private void deliverAtMost(int attempts) throws InterruptedException {
    var settings = consumer(group, topic);
    settings.getBackoffPolicyBuilder().setMaxAttempts(attempts);
    try (var stream = BROKER.connect(fresh("client")).telemetry()) {
      assertCode(stream.send(settings).next().getStatus(), Code.OK);
    }
  }

  private Message receiveOne() {
    return BROKER.client().receive(receive(group, topic)).only();
  }

  private void assertNothingToReceive() {
    var answer = BROKER.client().receive(receive(group, topic).setLongPollingTimeout(seconds(0)));
    assertCode(answer.status(), Code.MESSAGE_NOT_FOUND);
  }

  private void giveBack(Message message) {
    var handle = message.getSystemProperties().getReceiptHandle();
    var request = change(group, topic, handle, seconds(0)).build();
    assertCode(BROKER.client().call().changeInvisibleDuration(request).getStatus(), Code.OK);
  }

  private Status forward(Message message) {
    return BROKER
        .client()
        .call()
        .forwardMessageToDeadLetterQueue(request(message).build())
        .getStatus();
  }

  private ForwardMessageToDeadLetterQueueRequest.Builder request(Message message) {
    return ForwardMessageToDeadLetterQueueRequest.newBuilder()
        .setGroup(named(group))
        .setTopic(named(topic))
        .setReceiptHandle(message.getSystemProperties().getReceiptHandle())
        .setMessageId(message.getSystemProperties().getMessageId())
        .setDeliveryAttempt(1)
        .setMaxDeliveryAttempts(1);
  }
}
