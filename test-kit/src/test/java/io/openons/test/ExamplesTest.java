package io.openons.test;

import static io.openons.test.MessagesAssert.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.broker.GroupSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: hours of delays, retries and transaction checks take a test milliseconds. These are the
 * examples of docs/testing.md.
 */
@OnsBrokerTest(clock = Clock.TURNED)
class ExamplesTest {
  // begin: delay
  @Test
  void a_reminder_comes_after_an_hour(
      TestBroker broker, Producer producer, @FreshTopic String topic, @FreshGroup String group) {
    Inbox inbox = broker.consume(topic, group);
    Message reminder = new Message(topic, "remind", "pay, please".getBytes());
    reminder.setStartDeliverTime(broker.clock().millis() + Duration.ofHours(1).toMillis());
    producer.send(reminder);

    broker.clock().advance(Duration.ofMinutes(59));
    broker.awaitIdle(group);
    assertThat(broker.messages(topic)).isEmpty();

    broker.clock().advance(Duration.ofMinutes(1));
    inbox.take();
    assertThat(broker.messages(topic)).withTag("remind").haveTexts("pay, please");
  }

  // end: delay

  // begin: dead letter
  @Test
  void an_order_that_fails_three_times_is_a_dead_letter(
      TestBroker broker, Producer producer, @FreshTopic String topic, @FreshGroup String group) {
    broker.configureGroup(group, new GroupSettings(false, 3, List.of(Duration.ofMinutes(10))));
    Inbox attempts = broker.consume(topic, group, (message, context) -> Action.ReconsumeLater);
    producer.send(new Message(topic, "paid", "order 7".getBytes()));

    for (int attempt = 1; attempt <= 3; attempt++) {
      attempts.take();
      broker.awaitIdle(group);
      broker.clock().advance(Duration.ofMinutes(10));
    }

    broker.awaitIdle(group);
    assertThat(broker.deadLetters(group)).haveTexts("order 7");
  }

  // end: dead letter

  // begin: transaction
  @Test
  void a_transaction_whose_decision_is_lost_is_asked_for(
      TestBroker broker, @FreshTopic String topic, @FreshGroup String group) {
    TransactionProducer producer =
        broker.transactionProducer(message -> TransactionStatus.CommitTransaction);
    broker.faults().calls("EndTransaction").topic(topic).refuse("INTERNAL_SERVER_ERROR");
    Message paid = new Message(topic, "paid", "order 8".getBytes());
    producer.send(paid, (message, argument) -> TransactionStatus.CommitTransaction, null);
    assertThat(broker.messages(topic)).isEmpty();

    broker.faults().clear();
    broker.clock().advance(Duration.ofMinutes(1));
    broker.consume(topic, group).take();
  }
  // end: transaction
}
