package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.DELAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a message that is for later comes then, unless it is taken back.
 *
 * <p>Method: delivery times some seconds ahead, and one beyond what the server takes.
 *
 * <p>A failure means: messages come too soon, although they were recalled, or not at all.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class DelayedMessagesTest {
  /** The server keeps whole seconds. */
  private static final long PRECISION_MILLIS = 1_000;

  @Test
  void a_delayed_message_does_not_come_before_its_time(Apache apache) throws Exception {
    String topic = apache.topic(DELAY);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      Message message = delayed(topic, "later", Duration.ofSeconds(3));
      producer.send(message);

      Message received = inbox.next();

      assertThat(System.currentTimeMillis())
          .isGreaterThanOrEqualTo(message.getStartDeliverTime() - PRECISION_MILLIS);
      assertThat(Texts.of(received)).isEqualTo("later");
    }
  }

  @Test
  void a_recalled_message_does_not_come(Apache apache) throws Exception {
    String topic = apache.topic(DELAY);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      SendResult recalled = producer.send(delayed(topic, "recalled", Duration.ofSeconds(4)));
      String id = producer.recall(topic, recalled.getRecallHandle());
      producer.send(delayed(topic, "kept", Duration.ofSeconds(6)));

      assertThat(id).isEqualTo(recalled.getMessageId());
      assertThat(Texts.of(inbox.next())).isEqualTo("kept");
    }
  }

  @Test
  void a_delivery_time_beyond_24_hours_is_refused_with_the_remedy(Apache apache) {
    String topic = apache.topic(DELAY);
    try (Producer producer = apache.producer()) {
      ONSClientException refusal =
          catchThrowableOfType(
              ONSClientException.class,
              () -> producer.send(delayed(topic, "much later", Duration.ofHours(25))));

      assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.ILLEGAL_DELIVERY_TIME);
      assertThat(refusal).hasMessageContainingAll(topic, "earlier delivery time", "24 hours");
    }
  }

  private static Message delayed(String topic, String text, Duration delay) {
    Message message = Texts.message(topic, text);
    message.setStartDeliverTime(System.currentTimeMillis() + delay.toMillis());
    return message;
  }
}
