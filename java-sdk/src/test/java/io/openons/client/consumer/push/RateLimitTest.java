package io.openons.client.consumer.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.MessageListener;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ConsumerConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.ChangeInvisibleDurationRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: rateLimit bounds listener calls of its topic only.
 *
 * <p>Method: consumers with limits, against a scripted server and a clock moved by hand.
 *
 * <p>A failure means: a limit slows other topics, or does not hold.
 */
class RateLimitTest {
  private static final Duration TURN = Duration.ofMillis(100);
  private static final double PER_SECOND = 10;

  private final ManualTimer timer = new ManualTimer();
  private final FakeServer server = new FakeServer();
  private final Seen<String> consumed = new Seen<>("consumed message");
  private final MessageListener commit =
      (message, context) -> {
        consumed.add(message.getMsgID());
        return Action.CommitMessage;
      };
  private final Consumer consumer =
      new OnsConsumer(
          ConsumerConfig.from(
              ClientKind.CONSUMER, TestProperties.of(server.address(), "ConsumeThreadNums", "1")),
          () -> new ClientRuntime(timer));

  @AfterEach
  void close() {
    consumer.shutdown();
    server.close();
  }

  private static io.openons.proto.v2.Message message(String id) {
    return WireMessages.message(id, 1, "body");
  }

  @Test
  void a_limited_topic_holds_no_thread_that_another_one_needs() {
    consumer.rateLimit("T", PER_SECOND);
    consumer.subscribe("T", "*", commit);
    consumer.start();
    server.polls.next().deliver(message("t1"), message("t2"), message("t3"));
    assertThat(consumed.next()).isEqualTo("t1");
    timer.awaitPlanned(TURN);

    consumer.subscribe("free", "*", commit);
    FakeServer.Poll poll = server.polls.next();
    while (!poll.request().getMessageQueue().getTopic().getName().equals("free")) {
      poll = server.polls.next();
    }
    poll.deliver(message("f1"), message("f2"));

    assertThat(consumed.next(2)).containsExactly("f1", "f2");
    timer.advance(TURN);
    assertThat(consumed.next()).isEqualTo("t2");
    timer.advance(TURN);
    assertThat(consumed.next()).isEqualTo("t3");
  }

  @Test
  void a_limit_that_is_raised_while_messages_wait_holds_for_them() {
    consumer.rateLimit("T", 0.001);
    consumer.subscribe("T", "*", commit);
    consumer.start();
    server.polls.next().deliver(message("t1"), message("t2"));
    assertThat(consumed.next()).isEqualTo("t1");
    timer.awaitPlanned(Duration.ofSeconds(1_000));

    consumer.rateLimit("T", PER_SECOND);
    timer.awaitPlanned(TURN);
    timer.advance(TURN);

    assertThat(consumed.next()).isEqualTo("t2");
  }

  @Test
  void what_waits_for_its_turn_goes_back_at_the_end_of_the_subscription_and_at_the_shutdown() {
    consumer.rateLimit("T", PER_SECOND);
    consumer.subscribe("T", "*", commit);
    consumer.start();
    server.polls.next().deliver(message("t1"), message("t2"));
    assertThat(consumed.next()).isEqualTo("t1");
    timer.awaitPlanned(TURN);
    server.polls.next();

    consumer.unsubscribe("T");

    assertThat(server.leases.next())
        .extracting(ChangeInvisibleDurationRequest::getMessageId)
        .isEqualTo("t2");

    consumer.subscribe("T", "*", commit);
    server.polls.next().deliver(message("t3"), message("t4"));
    timer.advance(TURN);
    assertThat(consumed.next()).isEqualTo("t3");
    timer.awaitPlanned(TURN);
    timer.awaitPlanned(TURN);

    consumer.shutdown();

    assertThat(server.leases.next())
        .extracting(ChangeInvisibleDurationRequest::getMessageId)
        .isEqualTo("t4");
  }

  @Test
  void an_ordered_consumer_can_be_limited_and_keeps_no_progress() {
    OrderConsumer ordered =
        new OnsOrderConsumer(
            ConsumerConfig.from(ClientKind.CONSUMER, TestProperties.of(server.address())),
            () -> new ClientRuntime(timer));
    try {
      ordered.rateLimit("T", PER_SECOND);
      ordered.subscribe(
          "T",
          "*",
          (message, context) -> {
            consumed.add(message.getMsgID());
            return OrderAction.Success;
          });
      ordered.start();
      server.polls.next().deliver(ordered("a1", "a"), ordered("b1", "b"));
      assertThat(consumed.next()).isEqualTo("a1");
      timer.awaitPlanned(TURN);
      assertThat(consumed.size()).isZero();

      timer.advance(TURN);

      assertThat(consumed.next()).isEqualTo("b1");
      assertThatThrownBy(() -> ordered.setOffsetStore(null))
          .isInstanceOfSatisfying(
              ONSClientException.class,
              error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED));
    } finally {
      ordered.shutdown();
    }
  }

  private static io.openons.proto.v2.Message ordered(String id, String shardingKey) {
    io.openons.proto.v2.Message.Builder message = message(id).toBuilder();
    message.getSystemPropertiesBuilder().setMessageGroup(shardingKey);
    return message.build();
  }

  @Test
  void what_is_no_rate_is_refused_by_every_kind() {
    Consumer broadcasting =
        ONSFactory.createConsumer(
            TestProperties.of(server.address(), "MessageModel", "BROADCASTING"));

    assertThatThrownBy(() -> consumer.rateLimit("T", 0)).hasMessageContaining("topic T");
    assertThatThrownBy(() -> broadcasting.rateLimit(null, 1)).hasMessageContaining("give a topic");
  }
}
