package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.FIFO;
import static io.openons.tests.apache.Apache.started;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.order.MessageOrderListener;
import com.aliyun.openservices.ons.api.order.OrderAction;
import com.aliyun.openservices.ons.api.order.OrderConsumer;
import com.aliyun.openservices.ons.api.order.OrderProducer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: messages of one sharding key come one after the other, whatever their listener says.
 *
 * <p>Method: ordered producers and consumers, with a topic of type FIFO and a group that keeps
 * order, at a real Apache RocketMQ.
 *
 * <p>A failure means: a program that relies on order breaks there.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class OrderedMessagesTest {
  private static final List<String> KEYS = List.of("red", "green", "blue");

  @Test
  void each_sharding_key_keeps_its_order_among_several_consumers(Apache apache) throws Exception {
    int each = 40;
    String topic = apache.topic(FIFO);
    String group = apache.orderedGroup();
    Inbox inbox = new Inbox();
    try (OrderProducer producer = producer(apache);
        OrderConsumer one = consumer(apache, group, topic, succeed(inbox));
        OrderConsumer other = consumer(apache, group, topic, succeed(inbox))) {
      assertThat(List.of(one, other)).allMatch(OrderConsumer::isStarted);
      for (int i = 0; i < each; i++) {
        for (String key : KEYS) {
          producer.send(Texts.message(topic, "" + i), key);
        }
      }

      Map<String, Integer> last = new HashMap<>();
      for (int seen = 0; seen < each * KEYS.size(); ) {
        Message message = inbox.next();
        int number = Integer.parseInt(Texts.of(message));
        int before = last.getOrDefault(message.getShardingKey(), -1);
        // What moved from one consumer to the other may come again, but nothing is left out.
        assertThat(number).isLessThanOrEqualTo(before + 1);
        if (number == before + 1) {
          last.put(message.getShardingKey(), number);
          seen++;
        }
      }
      assertThat(last.keySet()).containsExactlyInAnyOrderElementsOf(KEYS);
    }
  }

  @Test
  void a_suspended_message_comes_again_before_those_behind_it(Apache apache) throws Exception {
    String topic = apache.topic(FIFO);
    Inbox inbox = new Inbox();
    MessageOrderListener twiceNot =
        (message, context) -> {
          inbox.consume(message, null);
          boolean again = Texts.of(message).equals("0") && message.getReconsumeTimes() < 2;
          return again ? OrderAction.Suspend : OrderAction.Success;
        };
    try (OrderProducer producer = producer(apache);
        OrderConsumer consumer = consumer(apache, apache.orderedGroup(), topic, twiceNot)) {
      assertThat(consumer.isStarted()).isTrue();
      for (String text : texts(5)) {
        producer.send(Texts.message(topic, text), "key");
      }

      assertThat(inbox.nextTexts(7)).containsExactly("0", "0", "0", "1", "2", "3", "4");
    }
  }

  @Test
  void a_message_that_fails_too_often_is_a_dead_letter_and_the_next_follows(Apache apache)
      throws Exception {
    String topic = apache.topic(FIFO);
    String group = apache.orderedGroup();
    Inbox inbox = new Inbox();
    Inbox dead = new Inbox();
    MessageOrderListener refusing =
        (message, context) -> {
          inbox.consume(message, null);
          return Texts.of(message).equals("bad") ? OrderAction.Suspend : OrderAction.Success;
        };
    Properties properties = suspending(apache, group);
    properties.put(PropertyKeyConst.MaxReconsumeTimes, "2");
    try (OrderProducer producer = producer(apache);
        Consumer mourner = apache.consumer(apache.group(), Apache.deadLetters(group), "*", dead);
        OrderConsumer consumer = consumer(properties, topic, refusing)) {
      assertThat(mourner.isStarted()).isTrue();
      assertThat(consumer.isStarted()).isTrue();
      producer.send(Texts.message(topic, "bad"), "key");
      producer.send(Texts.message(topic, "good"), "key");

      assertThat(inbox.nextTexts(4)).containsExactly("bad", "bad", "bad", "good");
      assertThat(Texts.of(dead.next())).isEqualTo("bad");
    }
  }

  private static List<String> texts(int count) {
    return IntStream.range(0, count).mapToObj(String::valueOf).toList();
  }

  private static OrderProducer producer(Apache apache) {
    return started(ONSFactory.createOrderProducer(apache.properties()));
  }

  private static MessageOrderListener succeed(Inbox inbox) {
    return (message, context) -> {
      inbox.consume(message, null);
      return OrderAction.Success;
    };
  }

  private static OrderConsumer consumer(
      Apache apache, String group, String topic, MessageOrderListener listener) {
    return consumer(suspending(apache, group), topic, listener);
  }

  private static Properties suspending(Apache apache, String group) {
    Properties properties = apache.properties();
    properties.put(PropertyKeyConst.GROUP_ID, group);
    properties.put(PropertyKeyConst.SuspendTimeMillis, "20");
    return properties;
  }

  private static OrderConsumer consumer(
      Properties properties, String topic, MessageOrderListener listener) {
    OrderConsumer consumer = ONSFactory.createOrderedConsumer(properties);
    consumer.subscribe(topic, "*", listener);
    return started(consumer);
  }
}
