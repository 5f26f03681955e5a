package io.openons.test;

import static io.openons.test.MessagesAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.broker.Fault;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Goal: a test orders faults of calls and of the disk, restarts, and the passing of days. Method:
 * the real client against one broker. A failure means a kit that promises what it does not do.
 */
@OnsBrokerTest(clock = Clock.TURNED)
class ControlTest {
  @Test
  void a_refused_send_is_tried_again(
      TestBroker broker, Producer producer, @FreshTopic String topic) {
    Fault fault =
        broker.faults().calls("SendMessage").topic(topic).times(1).refuse("INTERNAL_SERVER_ERROR");

    producer.send(message(topic, "a"));

    assertThat(fault.hits()).isEqualTo(1);
    assertThat(broker.messages(topic)).haveTexts("a");
  }

  @Test
  void a_fault_meets_only_the_topic_that_it_names(
      TestBroker broker, Producer producer, @FreshTopic String topic, @FreshTopic String other) {
    Fault fault = broker.faults().calls().topic(other).refuse("FORBIDDEN");

    producer.send(message(topic, "a"));
    assertThatThrownBy(() -> producer.send(message(other, "b")))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("a test ordered");

    assertThat(fault.hits()).isPositive();
    assertThat(broker.messages(other)).isEmpty();
  }

  @Test
  void a_send_whose_answer_is_cut_off_is_stored_twice_with_one_id(
      TestBroker broker, Producer producer, @FreshTopic String topic) {
    broker.faults().calls("SendMessage").topic(topic).times(1).cutAnswer();

    producer.send(message(topic, "a"));

    assertThat(broker.messages(topic)).haveTexts("a", "a");
    assertThat(broker.messages(topic)).extracting("id").containsOnly(firstId(broker, topic));
  }

  @Test
  void a_send_whose_connection_is_cut_is_stored_once(
      TestBroker broker, Producer producer, @FreshTopic String topic) {
    broker.faults().calls("SendMessage").topic(topic).times(1).cut();

    producer.send(message(topic, "a"));

    assertThat(broker.messages(topic)).haveTexts("a");
  }

  @Test
  void a_send_that_is_never_answered_is_stored_and_times_out(
      TestBroker broker, @FreshTopic String topic, @FreshGroup String group) {
    Properties hasty = broker.properties(group);
    hasty.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, "200");
    Producer producer = ONSFactory.createProducer(hasty);
    producer.start();
    broker.faults().calls("SendMessage").topic(topic).dropAnswer();

    assertThatThrownBy(() -> producer.send(message(topic, "a")))
        .isInstanceOfSatisfying(
            ONSClientException.class, failure -> assertThat(failure.isTimeout()).isTrue());

    assertThat(broker.messages(topic)).isNotEmpty();
    producer.shutdown();
  }

  @Test
  void a_delayed_call_goes_on_when_the_clock_is_turned(
      TestBroker broker, Producer producer, @FreshTopic String topic) throws Exception {
    Fault fault = broker.faults().calls("SendMessage").topic(topic).delay(Duration.ofSeconds(10));
    CompletableFuture<Void> sent =
        CompletableFuture.runAsync(() -> producer.send(message(topic, "a")));
    Patience.until(() -> fault.hits() > 0, () -> "the send did not come");
    assertThat(broker.messages(topic)).isEmpty();

    broker.clock().advance(Duration.ofSeconds(10));

    sent.get(Patience.LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(broker.messages(topic)).haveTexts("a");
  }

  @Test
  void a_share_of_calls_is_met_as_its_seed_decides(
      TestBroker broker, Producer producer, @FreshTopic String topic) {
    Fault fault =
        broker.faults().calls("SendMessage").topic(topic).share(0.5, 7).delay(Duration.ZERO);

    for (int i = 0; i < 20; i++) {
      producer.send(message(topic, "a"));
    }

    assertThat(fault.hits()).isBetween(5, 15);
  }

  @Test
  void on_a_full_disk_sends_are_refused_until_it_has_room(
      TestBroker broker, @FreshTopic String topic, @FreshGroup String group) {
    Properties hasty = broker.properties(group);
    hasty.setProperty(PropertyKeyConst.SendMsgTimeoutMillis, "300");
    Producer producer = ONSFactory.createProducer(hasty);
    producer.start();
    producer.send(message(topic, "before"));
    broker.faults().fillDisk();

    assertThatThrownBy(() -> producer.send(message(topic, "full")))
        .isInstanceOf(ONSClientException.class);

    broker.faults().healDisk();
    producer.send(message(topic, "after"));
    assertThat(broker.messages(topic)).haveTexts("before", "after");
    producer.shutdown();
  }

  @Test
  void after_a_restart_messages_are_there_and_clients_go_on(
      TestBroker broker, Producer producer, @FreshTopic String topic, @FreshGroup String group) {
    Inbox inbox = broker.consume(topic, group);
    producer.send(message(topic, "before"));
    inbox.take();

    broker.restart();

    producer.send(message(topic, "after"));
    inbox.take();
    assertThat(broker.messages(topic)).haveTexts("before", "after");
  }

  @Test
  void what_is_older_than_the_retention_is_deleted(TestBroker broker, @FreshTopic String topic) {
    try (TestBroker own = TestBroker.start(Clock.TURNED)) {
      Producer producer = own.producer();
      byte[] large = new byte[4 << 20];
      for (int i = 0; i < 9; i++) {
        producer.send(new Message(topic, "large", large));
      }

      own.clock().advance(Duration.ofHours(80));

      assertThat(own.messages(topic)).hasSizeLessThan(9);
    }
  }

  @Test
  void orders_that_cannot_be_are_refused_with_those_that_can(TestBroker broker) {
    assertThatThrownBy(() -> broker.faults().calls("Send"))
        .hasMessageContaining("there is no call 'Send'; these are: AckMessage");
    assertThatThrownBy(() -> broker.faults().calls().refuse("NO"))
        .hasMessageContaining("there is no code 'NO'; these are: BAD_REQUEST");
    assertThatThrownBy(() -> broker.faults().calls().times(0)).hasMessageContaining("1 or more");
    assertThatThrownBy(() -> broker.clock().advance(Duration.ofSeconds(-1)))
        .hasMessageContaining("allowed are 0 to");
  }

  private static String firstId(TestBroker broker, String topic) {
    return broker.messages(topic).get(0).id();
  }

  private static Message message(String topic, String body) {
    return new Message(topic, "tag", body.getBytes());
  }
}
