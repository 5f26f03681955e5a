package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.DELAY;
import static io.openons.proto.v2.MessageType.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: what a real Apache RocketMQ refuses is a clear error at the call that asked for it.
 *
 * <p>Method: asks for what it refuses.
 *
 * <p>A failure means: the user looks for the cause in the wrong place.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(120)
class RefusalTest {
  private static final int LARGEST_BODY = 4 * 1024 * 1024;

  @Test
  void a_send_to_an_unknown_topic_names_the_topic_and_the_remedy(Apache apache) {
    try (Producer producer = apache.producer()) {
      ONSClientException refusal =
          refusal(() -> producer.send(Texts.message("nobody-made-this", "hello")));

      assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
      assertThat(refusal).hasMessageContainingAll("nobody-made-this", "create the topic");
    }
  }

  @Test
  void the_start_of_a_consumer_of_an_unknown_topic_names_the_topic_and_the_remedy(Apache apache)
      throws Exception {
    String group = apache.group();
    ONSClientException refusal =
        refusal(() -> apache.consumer(group, "nobody-made-this-either", "*", new Inbox()).close());

    assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
    assertThat(refusal).hasMessageContainingAll("nobody-made-this-either", "create the topic");
  }

  @Test
  void the_start_of_a_consumer_of_an_unknown_group_names_the_group(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    ONSClientException refusal =
        refusal(() -> apache.consumer("GID_nobody_made_this", topic, "*", new Inbox()).close());

    assertThat(refusal).hasMessageContainingAll("GID_nobody_made_this", "not found");
  }

  @Test
  void a_message_of_the_wrong_type_names_the_topic_and_what_to_change(Apache apache)
      throws Exception {
    String topic = apache.topic(NORMAL);
    Message delayed = Texts.message(topic, "later");
    delayed.setStartDeliverTime(System.currentTimeMillis() + 60_000);
    try (Producer producer = apache.producer()) {
      ONSClientException refusal = refusal(() -> producer.send(delayed));

      assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.MESSAGE_PROPERTY_CONFLICT_WITH_TYPE);
      assertThat(refusal).hasMessageContainingAll(topic, "type");
    }
  }

  @Test
  void a_delivery_time_beyond_24_hours_is_refused(Apache apache) throws Exception {
    String topic = apache.topic(DELAY);
    Message delayed = Texts.message(topic, "much later");
    delayed.setStartDeliverTime(System.currentTimeMillis() + Duration.ofHours(25).toMillis());
    try (Producer producer = apache.producer()) {
      ONSClientException refusal = refusal(() -> producer.send(delayed));

      assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.ILLEGAL_DELIVERY_TIME);
      assertThat(refusal).hasMessageContaining(topic);
    }
  }

  @Test
  void the_largest_body_arrives_and_one_byte_more_is_refused(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      producer.send(new Message(topic, "", new byte[LARGEST_BODY]));
      ONSClientException refusal =
          refusal(() -> producer.send(new Message(topic, "", new byte[LARGEST_BODY + 1])));

      assertThat(inbox.next().getBody()).hasSize(LARGEST_BODY);
      assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.MESSAGE_BODY_TOO_LARGE);
      assertThat(refusal).hasMessageContainingAll(topic, "" + LARGEST_BODY);
    }
  }

  private static ONSClientException refusal(ThrowingCallable call) {
    ONSClientException refusal = catchThrowableOfType(ONSClientException.class, call);
    assertThat(refusal).as("it is refused").isNotNull();
    return refusal;
  }
}
