package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.change;
import static io.openons.broker.testing.Samples.consumer;
import static io.openons.broker.testing.Samples.fifo;
import static io.openons.broker.testing.Samples.pull;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.Samples.tags;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Message;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.ReceiveMessageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: the messages of a message group are consumed one after the other, and no message group
 * waits for another.
 *
 * <p>Method: groups as they are made on first use, which get one message of a message group at a
 * time; and groups whose clients say that they consume in order, which get several at once.
 *
 * <p>A failure means: an order is shipped before it is paid, or one slow customer stops them all.
 */
class FifoTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  @Test
  void the_broker_chooses_the_queue_whatever_queue_the_senders_name() {
    for (var queue = 0; queue < 8; queue++) {
      var message = fifo(topic, "a", "m" + queue);
      message.getSystemPropertiesBuilder().setQueueId(queue);
      assertCode(BROKER.client().call().sendMessage(send(message)).getStatus(), Code.OK);
    }

    var stored = new ArrayList<List<String>>();
    for (var queue = 0; queue < 8; queue++) {
      stored.add(BROKER.client().pull(pull(group, topic, queue, 0)).bodies());
    }

    assertThat(stored).filteredOn(bodies -> !bodies.isEmpty()).hasSize(1);
    assertThat(stored).contains(List.of("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7"));
  }

  @Test
  void a_message_arrives_with_its_message_group_and_type() {
    sendOf("order 17", "paid");

    var received = receiveNow().get(0).getSystemProperties();

    assertThat(received.getMessageType()).isEqualTo(MessageType.FIFO);
    assertThat(received.getMessageGroup()).isEqualTo("order 17");
  }

  @Test
  void a_message_waits_for_those_before_it_and_other_message_groups_do_not() {
    sendOf("a", "a1", "a2", "a3");
    sendOf("b", "b1");

    var first = receiveNow();
    assertThat(bodies(first)).containsExactlyInAnyOrder("a1", "b1");
    sendOf("b", "b2");
    sendOf("c", "c1");
    assertThat(bodies(receiveNow())).containsExactly("c1");

    acknowledge(withBody(first, "a1"));
    var second = receiveNow();
    assertThat(bodies(second)).containsExactly("a2");
    acknowledge(withBody(first, "b1"));
    assertThat(bodies(receiveNow())).containsExactly("b2");
    acknowledge(second.get(0));
    assertThat(bodies(receiveNow())).containsExactly("a3");
  }

  @Test
  void a_second_member_of_the_group_does_not_overtake_the_first() {
    sendOf("a", "a1", "a2");
    receiveNow();

    var other = BROKER.connect(fresh("other")).receive(request());

    assertCode(other.status(), Code.MESSAGE_NOT_FOUND);
  }

  @Test
  void another_group_has_an_order_of_its_own() {
    sendOf("a", "a1", "a2");
    receiveNow();

    var other = BROKER.client().receive(receive(fresh("group"), topic));

    assertThat(other.bodies()).containsExactly("a1");
  }

  @Test
  void a_message_that_is_given_back_comes_again_before_those_behind_it() {
    sendOf("a", "a1", "a2");

    giveBack(receiveNow().get(0));

    var again = receiveNow();
    assertThat(bodies(again)).containsExactly("a1");
    assertThat(again.get(0).getSystemProperties().getDeliveryAttempt()).isEqualTo(2);
    acknowledge(again.get(0));
    assertThat(bodies(receiveNow())).containsExactly("a2");
  }

  @Test
  void the_acknowledgement_wakes_whoever_waits_for_the_next_message() throws Exception {
    sendOf("a", "a1", "a2");
    var first = receiveNow().get(0);
    var waiting =
        BROKER
            .connect(fresh("waiting"))
            .beginToReceive(request().setLongPollingTimeout(seconds(15)));

    acknowledge(first);

    assertThat(waiting.get(5, TimeUnit.SECONDS).bodies()).containsExactly("a2");
  }

  @Test
  void a_message_that_the_group_does_not_want_holds_up_nobody() {
    var unwanted = fifo(topic, "a", "a1");
    unwanted.getSystemPropertiesBuilder().setTag("unwanted");
    var wanted = fifo(topic, "a", "a2");
    wanted.getSystemPropertiesBuilder().setTag("wanted");
    BROKER.client().call().sendMessage(send(unwanted, wanted));

    var received = BROKER.client().receive(request().setFilterExpression(tags("wanted")));

    assertThat(received.bodies()).containsExactly("a2");
  }

  @Test
  void a_group_that_consumes_in_order_gets_a_message_group_in_one_delivery() throws Exception {
    consumeInOrder();
    sendOf("a", "a1", "a2", "a3");

    var received = receiveNow();

    assertThat(bodies(received)).containsExactly("a1", "a2", "a3");
    sendOf("a", "a4");
    sendOf("b", "b1");
    var other = BROKER.connect(fresh("other")).receive(request());
    assertThat(other.bodies()).containsExactly("b1");
    received.forEach(this::acknowledge);
    assertThat(bodies(receiveNow())).containsExactly("a4");
  }

  @Test
  void in_a_delivery_of_several_each_waits_for_those_before_it() throws Exception {
    consumeInOrder();
    sendOf("a", "a1", "a2", "a3");
    var received = receiveNow();

    acknowledge(received.get(1));
    giveBack(received.get(0));

    var again = receiveNow();
    assertThat(bodies(again)).containsExactly("a1");
    acknowledge(again.get(0));
    assertThat(receiveNow()).isEmpty();
    giveBack(received.get(2));
    assertThat(bodies(receiveNow())).containsExactly("a3");
  }

  @Test
  void an_attempt_that_is_repeated_gets_the_same_messages_again() throws Exception {
    consumeInOrder();
    sendOf("a", "a1", "a2");
    var attempt = request().setAttemptId("attempt 1");
    var lost = BROKER.client().receive(attempt).messages();
    sendOf("b", "b1");

    var repeated = BROKER.client().receive(attempt).messages();

    assertThat(bodies(repeated)).containsExactly("a1", "a2");
    assertThat(repeated)
        .extracting(message -> message.getSystemProperties().getReceiptHandle())
        .containsExactlyElementsOf(
            lost.stream().map(message -> message.getSystemProperties().getReceiptHandle()).toList())
        .doesNotHaveDuplicates();
    assertThat(repeated)
        .allSatisfy(
            message -> assertThat(message.getSystemProperties().getDeliveryAttempt()).isEqualTo(1));
    repeated.forEach(this::acknowledge);
  }

  @Test
  void another_attempt_and_another_client_get_nothing_of_it() {
    sendOf("a", "a1");
    BROKER.client().receive(request().setAttemptId("attempt 1"));

    var anotherAttempt = BROKER.client().receive(request().setAttemptId("attempt 2"));
    var anotherClient = BROKER.connect(fresh("other")).receive(request().setAttemptId("attempt 1"));

    assertCode(anotherAttempt.status(), Code.MESSAGE_NOT_FOUND);
    assertCode(anotherClient.status(), Code.MESSAGE_NOT_FOUND);
  }

  @Test
  void what_of_an_attempt_is_acknowledged_is_not_given_again() throws Exception {
    consumeInOrder();
    sendOf("a", "a1", "a2");
    var attempt = request().setAttemptId("attempt 1");
    acknowledge(BROKER.client().receive(attempt).messages().get(0));

    assertThat(BROKER.client().receive(attempt).bodies()).containsExactly("a2");
  }

  private void consumeInOrder() throws InterruptedException {
    var settings = consumer(group, topic);
    settings.getSubscriptionBuilder().setFifo(true);
    try (var stream = BROKER.connect(fresh("client")).telemetry()) {
      assertCode(stream.send(settings).next().getStatus(), Code.OK);
    }
  }

  private void sendOf(String messageGroup, String... bodies) {
    for (var body : bodies) {
      var answer = BROKER.client().call().sendMessage(send(fifo(topic, messageGroup, body)));
      assertCode(answer.getStatus(), Code.OK);
    }
  }

  private ReceiveMessageRequest.Builder request() {
    return receive(group, topic).setLongPollingTimeout(seconds(0));
  }

  private List<Message> receiveNow() {
    return BROKER.client().receive(request()).messages();
  }

  private void acknowledge(Message message) {
    var handle = message.getSystemProperties().getReceiptHandle();
    assertCode(
        BROKER.client().call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
  }

  private void giveBack(Message message) {
    var handle = message.getSystemProperties().getReceiptHandle();
    var request = change(group, topic, handle, seconds(0)).build();
    assertCode(BROKER.client().call().changeInvisibleDuration(request).getStatus(), Code.OK);
  }

  private static Message withBody(List<Message> messages, String body) {
    return messages.get(bodies(messages).indexOf(body));
  }

  private static List<String> bodies(List<Message> messages) {
    return messages.stream().map(message -> message.getBody().toStringUtf8()).toList();
  }
}
