package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: a delayed message comes at its time, and can be taken back before. Method: sends with
 * delays of both signs and up to the limit, and recalls. A failure means: reminders come early,
 * never, or although they were recalled.
 */
class DelayTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<Message> consumed = new Seen<>();
  private final Seen<Long> times = new Seen<>();
  private Producer producer;

  @BeforeEach
  void start() {
    var consumer = ONSFactory.createConsumer(sdk.properties("GID_delay"));
    consumer.subscribe(
        "Reminders",
        "*",
        (message, context) -> {
          times.add(System.currentTimeMillis());
          consumed.add(message);
          return Action.CommitMessage;
        });
    sdk.started(consumer);
    producer = sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
  }

  private SendResult sendIn(Duration delay, String body) {
    Message message = message("Reminders", body);
    message.setStartDeliverTime(System.currentTimeMillis() + delay.toMillis());
    return producer.send(message);
  }

  @Test
  @Tag("F-090")
  @Tag("F-094")
  void a_message_comes_at_its_time() {
    sendIn(Duration.ofSeconds(2), "later");

    Message seen = consumed.next();
    assertThat(body(seen)).isEqualTo("later");
    assertThat(times.next() - seen.getStartDeliverTime()).isBetween(0L, 1_000L);
  }

  @Test
  @Tag("F-091")
  void a_time_in_the_past_means_at_once() {
    sendIn(Duration.ofSeconds(-10), "overdue");

    assertThat(body(consumed.next())).isEqualTo("overdue");
  }

  @Test
  @Tag("F-092")
  void forty_days_are_accepted_and_more_are_refused_with_the_limit() {
    assertThat(sendIn(Duration.ofDays(40), "far").getMessageId()).isNotEmpty();

    assertThatThrownBy(() -> sendIn(Duration.ofDays(41), "too far"))
        .hasMessageContaining("40 days")
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.ILLEGAL_DELIVERY_TIME));
  }

  @Test
  void a_delayed_message_can_be_taken_back_once() {
    SendResult sent = sendIn(Duration.ofSeconds(1), "recalled");
    sendIn(Duration.ofSeconds(2), "marker");

    assertThat(producer.recall("Reminders", sent.getRecallHandle())).isEqualTo(sent.getMessageId());

    assertThat(body(consumed.next())).isEqualTo("marker");
    assertThatThrownBy(() -> producer.recall("Reminders", sent.getRecallHandle()))
        .isInstanceOf(ONSClientException.class);
  }
}
