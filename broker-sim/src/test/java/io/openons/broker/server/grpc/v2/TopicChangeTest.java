package io.openons.broker.server.grpc.v2;

import static io.openons.broker.testing.Samples.ack;
import static io.openons.broker.testing.Samples.fifo;
import static io.openons.broker.testing.Samples.message;
import static io.openons.broker.testing.Samples.receive;
import static io.openons.broker.testing.Samples.seconds;
import static io.openons.broker.testing.Samples.send;
import static io.openons.broker.testing.StatusAssertions.assertCode;
import static io.openons.broker.testing.TestBroker.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.MessageKind;
import io.openons.broker.Permission;
import io.openons.broker.TopicSettings;
import io.openons.broker.testing.Rpc;
import io.openons.broker.testing.TestBroker;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.Message;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: a topic may be changed while clients use it. Method: the bare protocol, spoken to a broker
 * in this process. A failure means that whoever adds queues has to stop all programs first, or
 * loses messages or their order.
 */
class TopicChangeTest {
  @RegisterExtension static final TestBroker BROKER = new TestBroker();

  private final String topic = fresh("topic");
  private final String group = fresh("group");

  @Test
  void a_waiting_consumer_gets_what_goes_to_a_queue_that_was_added() throws Exception {
    change(1, Permission.READ_WRITE);
    var waiting =
        BROKER
            .connect(fresh("waiting"))
            .beginToReceive(receive(group, topic).setLongPollingTimeout(seconds(15)));

    change(4, Permission.READ_WRITE);
    BROKER.client().call().sendMessage(send(message(topic, "first")));
    assertThat(waiting.get(5, TimeUnit.SECONDS).bodies()).containsExactly("first");
    var queues = new TreeSet<Integer>();
    for (var i = 0; i < 4; i++) {
      BROKER.client().call().sendMessage(send(message(topic, "more")));
      queues.add(acknowledged().getSystemProperties().getQueueId());
    }

    assertThat(queues).containsExactly(0, 1, 2, 3);
  }

  @Test
  void a_message_group_keeps_its_order_when_queues_are_added() {
    change(2, Permission.READ_WRITE);
    sendOrdered("a0", "b0", "c0", "d0");

    change(64, Permission.READ_WRITE);
    sendOrdered("a1", "b1", "c1", "d1");

    for (var number : List.of("0", "1")) {
      var received = BROKER.client().receive(receive(group, topic));
      assertThat(received.bodies())
          .containsExactlyInAnyOrder("a" + number, "b" + number, "c" + number, "d" + number);
      received.messages().forEach(this::acknowledge);
    }
  }

  @Test
  void a_topic_that_may_only_be_written_keeps_its_messages_until_it_may_be_read() {
    change(2, Permission.WRITE);
    assertCode(Rpc.SEND_MESSAGE.call(BROKER.client(), topic, group), Code.OK);
    assertCode(Rpc.RECEIVE_MESSAGE.call(BROKER.client(), topic, group), Code.FORBIDDEN);

    change(2, Permission.READ);

    assertCode(Rpc.SEND_MESSAGE.call(BROKER.client(), topic, group), Code.FORBIDDEN);
    assertThat(acknowledged().getBody().toStringUtf8()).isEqualTo("hello");
  }

  private void change(int queues, Permission permission) {
    BROKER
        .broker()
        .createTopic(topic, new TopicSettings(queues, Set.of(MessageKind.values()), permission));
  }

  private void sendOrdered(String... bodies) {
    for (var body : bodies) {
      var answer =
          BROKER.client().call().sendMessage(send(fifo(topic, body.substring(0, 1), body)));
      assertCode(answer.getStatus(), Code.OK);
    }
  }

  private Message acknowledged() {
    var message = BROKER.client().receive(receive(group, topic)).only();
    acknowledge(message);
    return message;
  }

  private void acknowledge(Message message) {
    var handle = message.getSystemProperties().getReceiptHandle();
    assertCode(
        BROKER.client().call().ackMessage(ack(group, topic, handle).build()).getStatus(), Code.OK);
  }
}
