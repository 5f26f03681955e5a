package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a message that an application cannot handle is neither lost nor in its way for ever.
 *
 * <p>Method: listeners that refuse, against a real Apache RocketMQ.
 *
 * <p>A failure means: retries or dead letters differ from what the program was written for.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class RedeliveryTest {
  @Test
  void a_message_that_is_wanted_later_comes_again_and_says_how_often(Apache apache)
      throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox =
        new Inbox(
            message ->
                message.getReconsumeTimes() < 2 ? Action.ReconsumeLater : Action.CommitMessage);
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      String id = producer.send(Texts.message(topic, "difficult")).getMessageId();

      for (int times = 0; times < 3; times++) {
        Message message = inbox.next();
        assertThat(message.getMsgID()).isEqualTo(id);
        assertThat(message.getReconsumeTimes()).isEqualTo(times);
        assertThat(Texts.of(message)).isEqualTo("difficult");
      }
    }
  }

  @Test
  void a_message_is_a_dead_letter_after_the_retries_of_the_client(Apache apache) throws Exception {
    Properties properties = apache.properties();
    properties.put(PropertyKeyConst.MaxReconsumeTimes, "1");
    becomesADeadLetter(apache, apache.group(), properties);
  }

  @Test
  void a_message_is_a_dead_letter_after_the_retries_of_the_group(Apache apache) throws Exception {
    becomesADeadLetter(apache, apache.groupWithOneRetry(), apache.properties());
  }

  private static void becomesADeadLetter(Apache apache, String group, Properties properties)
      throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox refusing = new Inbox(message -> Action.ReconsumeLater);
    Inbox dead = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(properties, group, topic, "*", refusing);
        Consumer mourner = apache.consumer(apache.group(), Apache.deadLetters(group), "*", dead)) {
      assertThat(consumer.isStarted()).isTrue();
      assertThat(mourner.isStarted()).isTrue();
      producer.send(Texts.message(topic, "hopeless"));

      assertThat(refusing.next().getReconsumeTimes()).isZero();
      assertThat(refusing.next().getReconsumeTimes()).isEqualTo(1);
      assertThat(Texts.of(dead.next())).isEqualTo("hopeless");
    }
  }
}
