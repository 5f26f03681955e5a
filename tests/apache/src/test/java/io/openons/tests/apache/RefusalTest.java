package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PropertyValueConst;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ErrorCode.Category;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.nio.file.Path;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a real Apache RocketMQ refuses is a clear error at the call that asked for it.
 *
 * <p>Method: asks for what it refuses.
 *
 * <p>A failure means: the user looks for the cause in the wrong place.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class RefusalTest {
  private static final int LARGEST_BODY = 4 * 1024 * 1024;

  @TempDir private Path offsets;

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
  void the_start_of_a_consumer_of_an_unknown_topic_names_the_topic_and_the_remedy(Apache apache) {
    String group = apache.group();
    ONSClientException refusal =
        refusal(() -> apache.consumer(group, "nobody-made-this-either", "*", new Inbox()).close());

    assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.TOPIC_NOT_FOUND);
    assertThat(refusal).hasMessageContainingAll("nobody-made-this-either", "create the topic");
  }

  @Test
  void the_start_of_a_consumer_of_an_unknown_group_names_the_group_and_the_remedy(Apache apache) {
    String topic = apache.topic(NORMAL);
    ONSClientException refusal =
        refusal(() -> apache.consumer("GID_nobody_made_this", topic, "*", new Inbox()).close());

    assertThat(refusal.getErrorCode()).isEqualTo(ErrorCode.CONSUMER_GROUP_NOT_FOUND);
    assertThat(refusal).hasMessageContainingAll("GID_nobody_made_this", "create the group");
  }

  @Test
  void a_message_of_the_wrong_type_names_the_topic_and_what_to_change(Apache apache) {
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
  void a_pull_consumer_is_told_what_to_use_instead(Apache apache) {
    String topic = apache.topic(NORMAL);
    Properties properties = apache.properties();
    properties.put(PropertyKeyConst.GROUP_ID, apache.group());
    ONSClientException refusal =
        refusal(
            () -> {
              try (PullConsumer consumer = ONSFactory.createPullConsumer(properties)) {
                consumer.start();
                consumer.assign(consumer.topicPartitions(topic));
              }
            });

    assertThat(refusal.getErrorCode().category()).isEqualTo(Category.NOT_SUPPORTED);
    assertThat(refusal)
        .hasMessageContainingAll("reading at offsets", "push consumer", "OpenONS broker");
  }

  @Test
  void the_start_of_a_broadcasting_consumer_says_what_to_use_instead(Apache apache) {
    Properties properties = apache.properties();
    properties.put(PropertyKeyConst.MessageModel, PropertyValueConst.BROADCASTING);
    properties.put("ons.offsetsFolder", offsets.toString());
    String topic = apache.topic(NORMAL);
    ONSClientException refusal =
        refusal(() -> apache.consumer(properties, apache.group(), topic, "*", new Inbox()).close());

    assertThat(refusal.getErrorCode().category()).isEqualTo(Category.NOT_SUPPORTED);
    assertThat(refusal)
        .hasMessageContainingAll("broadcasting", "clustering push consumer", "OpenONS broker");
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
