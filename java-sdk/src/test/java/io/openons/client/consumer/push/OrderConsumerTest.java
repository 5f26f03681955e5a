package io.openons.client.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.Sneaky;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Goal: messages of a sharding key go one after the other, and only their own key waits.
 *
 * <p>Method: delivers messages of several keys, with listeners that succeed, suspend and throw.
 *
 * <p>A failure means: messages overtake each other, or a key stands still.
 */
class OrderConsumerTest {
  private static final Duration SUSPEND = Duration.ofMillis(100);

  private final ManualTimer timer = new ManualTimer();
  private final FakeServer server = new FakeServer();
  private final Seen<Message> consumed = new Seen<>("consumed message");
  private final Seen<OrderAction> answers = new Seen<>("answer of the listener");
  private OrderConsumer consumer;

  @AfterEach
  void close() {
    consumer.shutdown();
    server.close();
  }

  private void start(MessageOrderListener listener, String... properties) {
    consumer =
        new OnsOrderConsumer(
            ConsumerConfig.from(
                ClientKind.ORDER_CONSUMER, TestProperties.of(server.address(), properties)),
            () -> new ClientRuntime(timer));
    consumer.subscribe("T", "*", listener);
    consumer.start();
  }

  /** Each message waits for the test's answer. */
  private OrderAction asked(Message message) {
    consumed.add(message);
    return answers.next();
  }

  private static io.openons.proto.v2.Message message(String id, String shardingKey) {
    io.openons.proto.v2.Message.Builder message = WireMessages.message(id, 1, "body").toBuilder();
    message.getSystemPropertiesBuilder().setMessageGroup(shardingKey);
    return message.build();
  }

  @Test
  void the_server_is_told_that_order_is_kept() {
    start((message, context) -> OrderAction.Success);

    assertThat(server.settings.next().getSubscription().getFifo()).isTrue();
  }

  @Test
  @Tag("F-080")
  void the_next_message_of_a_key_is_shown_when_the_one_before_it_is_done() {
    start((message, context) -> asked(message));

    server.polls.next().deliver(message("a1", "a"), message("a2", "a"));

    assertThat(consumed.next().getMsgID()).isEqualTo("a1");
    assertThat(consumed.size()).isZero();
    answers.add(OrderAction.Success);
    assertThat(consumed.next().getMsgID()).isEqualTo("a2");
    answers.add(OrderAction.Success);
    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("a1");
    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("a2");
  }

  @Test
  @Tag("F-083")
  void a_suspended_message_holds_up_its_key_only_and_comes_again_after_the_pause() {
    start(
        (message, context) -> {
          consumed.add(message);
          return message.getMsgID().equals("a1") && message.getReconsumeTimes() == 0
              ? OrderAction.Suspend
              : OrderAction.Success;
        },
        "suspendTimeMillis",
        "100");

    server.polls.next().deliver(message("a1", "a"), message("a2", "a"));
    assertThat(consumed.next().getMsgID()).isEqualTo("a1");
    timer.awaitPlanned(SUSPEND);
    server.polls.next().deliver(message("b1", "b"));
    assertThat(consumed.next().getMsgID()).isEqualTo("b1");

    timer.advance(SUSPEND);

    Message again = consumed.next();
    assertThat(again.getMsgID()).isEqualTo("a1");
    assertThat(again.getReconsumeTimes()).isEqualTo(1);
    assertThat(consumed.next().getMsgID()).isEqualTo("a2");
    assertThat(server.leases.size()).isZero();
  }

  private static Throwable[] anything() {
    return new Throwable[] {
      new IOException("checked, and not declared"),
      new StackOverflowError("made up"),
      new Throwable("neither exception nor error"),
    };
  }

  @ParameterizedTest
  @MethodSource("anything")
  void whatever_a_listener_throws_the_message_is_shown_again_and_its_key_goes_on(Throwable thrown) {
    start(
        (message, context) -> {
          consumed.add(message);
          if (message.getMsgID().equals("a1") && message.getReconsumeTimes() == 0) {
            throw Sneaky.thrown(thrown);
          }
          return OrderAction.Success;
        },
        "suspendTimeMillis",
        "100");

    server.polls.next().deliver(message("a1", "a"), message("a2", "a"));
    timer.awaitPlanned(SUSPEND);
    timer.advance(SUSPEND);

    assertThat(consumed.next(3)).extracting(Message::getMsgID).containsExactly("a1", "a1", "a2");
  }

  @Test
  @Tag("F-084")
  void after_the_last_attempt_a_message_becomes_a_dead_letter_and_the_next_one_follows() {
    start(
        (message, context) -> {
          consumed.add(message);
          if (message.getMsgID().equals("a1")) {
            throw new IllegalStateException("from the listener");
          }
          return OrderAction.Success;
        },
        "maxReconsumeTimes",
        "1",
        "suspendTimeMillis",
        "100");

    server.polls.next().deliver(message("a1", "a"), message("a2", "a"));
    timer.awaitPlanned(SUSPEND);
    timer.advance(SUSPEND);

    var deadLetter = server.deadLetters.next();
    assertThat(deadLetter.getMessageId()).isEqualTo("a1");
    assertThat(deadLetter.getDeliveryAttempt()).isEqualTo(2);
    assertThat(deadLetter.getMaxDeliveryAttempts()).isEqualTo(2);
    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("a2");
  }

  @Test
  void a_damaged_message_becomes_a_dead_letter_at_once() {
    start((message, context) -> OrderAction.Success);
    io.openons.proto.v2.Message.Builder damaged = message("a1", "a").toBuilder();
    damaged.getSystemPropertiesBuilder().getBodyDigestBuilder().setChecksum("00");

    server.polls.next().deliver(damaged.build(), message("a2", "a"));

    assertThat(server.deadLetters.next().getMessageId()).isEqualTo("a1");
    assertThat(server.acks.next().getEntries(0).getMessageId()).isEqualTo("a2");
  }

  @Test
  void a_shutdown_hands_back_what_waits_in_its_order() {
    start((message, context) -> OrderAction.Suspend, "suspendTimeMillis", "100");
    server.polls.next().deliver(message("a1", "a"), message("a2", "a"));
    server.polls.next();
    timer.awaitPlanned(SUSPEND);

    consumer.shutdown();

    assertThat(server.leases.next(2))
        .extracting(lease -> lease.getMessageId())
        .containsExactlyInAnyOrder("a1", "a2");
  }
}
