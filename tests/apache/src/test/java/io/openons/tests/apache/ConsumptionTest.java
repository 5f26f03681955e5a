package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.NORMAL;
import static io.openons.tests.apache.Apache.started;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.batch.BatchConsumer;
import io.openons.harness.Patience;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: the ways of consuming that only begin where one listener and one topic end.
 *
 * <p>Method: selectors, batches and several consumers, at a real Apache RocketMQ.
 *
 * <p>A failure means: messages reach the wrong consumer, several of a group, or none.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class ConsumptionTest {

  @Test
  void a_consumer_gets_only_what_its_sql_selects(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    Consumer consumer = ONSFactory.createConsumer(properties(apache, apache.group()));
    consumer.subscribe(
        topic, MessageSelector.bySql("amount BETWEEN 10 AND 20 AND country = 'NL'"), inbox);
    try (Producer producer = apache.producer();
        Consumer running = started(consumer)) {
      assertThat(running.isStarted()).isTrue();
      producer.send(priced(topic, "9", "NL"));
      producer.send(priced(topic, "10", "NL"));
      producer.send(priced(topic, "15", "DE"));
      producer.send(Texts.message(topic, "no price"));
      producer.send(priced(topic, "20", "NL"));

      assertThat(inbox.nextTexts(2)).containsExactlyInAnyOrder("10 NL", "20 NL");
    }
  }

  @Test
  void a_batch_listener_gets_what_came_together_and_what_it_refuses_comes_again(Apache apache)
      throws Exception {
    int count = 30;
    String topic = apache.topic(NORMAL);
    Properties properties = properties(apache, apache.group());
    properties.put(PropertyKeyConst.ConsumeMessageBatchMaxSize, "10");
    properties.put(PropertyKeyConst.BatchConsumeMaxAwaitDurationInSeconds, "2");
    BlockingQueue<List<Message>> batches = new LinkedBlockingQueue<>();
    BatchConsumer consumer = ONSFactory.createBatchConsumer(properties);
    consumer.subscribe(
        topic,
        "*",
        (messages, context) -> {
          batches.add(messages);
          boolean first = messages.stream().anyMatch(message -> message.getReconsumeTimes() == 0);
          return first ? Action.ReconsumeLater : Action.CommitMessage;
        });
    try (Producer producer = apache.producer();
        BatchConsumer running = started(consumer)) {
      assertThat(running.isStarted()).isTrue();
      sendAll(producer, topic, count);

      Map<String, Integer> deliveries = new HashMap<>();
      int largest = 0;
      while (deliveries.size() < count || deliveries.values().stream().anyMatch(n -> n < 2)) {
        List<Message> batch = batches.poll(Patience.SECONDS, SECONDS);
        assertThat(batch).as("a batch in time").isNotNull().hasSizeBetween(1, 10);
        largest = Math.max(largest, batch.size());
        batch.forEach(message -> deliveries.merge(message.getMsgID(), 1, Integer::sum));
      }
      assertThat(deliveries).hasSize(count);
      assertThat(largest).isEqualTo(10);
    }
  }

  @Test
  void consumers_of_one_group_share_and_each_group_gets_everything(Apache apache) throws Exception {
    int count = 200;
    String topic = apache.topic(NORMAL);
    String shared = apache.group();
    Inbox all = new Inbox();
    List<Inbox> parts = List.of(new Inbox(), new Inbox());
    try (Producer producer = apache.producer();
        Consumer alone = apache.consumer(apache.group(), topic, "*", all);
        Consumer one = apache.consumer(shared, topic, "*", parts.get(0));
        Consumer other = apache.consumer(shared, topic, "*", parts.get(1))) {
      assertThat(List.of(alone, one, other)).allMatch(Consumer::isStarted);
      // One after the other, so that both have a poll waiting when a message comes.
      int sent = 0;
      while (sent < count || parts.stream().anyMatch(Inbox::isEmpty)) {
        producer.send(Texts.message(topic, "" + sent));
        sent++;
      }

      List<String> expected = IntStream.range(0, sent).mapToObj(String::valueOf).toList();
      assertThat(all.nextTexts(sent)).containsExactlyInAnyOrderElementsOf(expected);
      List<String> received = new ArrayList<>();
      for (Inbox part : parts) {
        while (!part.isEmpty()) {
          received.add(Texts.of(part.next()));
        }
      }
      assertThat(received).doesNotHaveDuplicates().isSubsetOf(expected);
    }
  }

  private static void sendAll(Producer producer, String topic, int count) throws Exception {
    List<CompletableFuture<SendResult>> sends =
        IntStream.range(0, count)
            .mapToObj(i -> producer.sendAsync(Texts.message(topic, "" + i)))
            .toList();
    CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).get(Patience.SECONDS, SECONDS);
    assertThat(sends.stream().map(send -> send.join().getMessageId()))
        .doesNotHaveDuplicates()
        .hasSize(count);
  }

  private static Message priced(String topic, String amount, String country) {
    Message message = Texts.message(topic, amount + " " + country);
    message.putUserProperties("amount", amount);
    message.putUserProperties("country", country);
    return message;
  }

  private static Properties properties(Apache apache, String group) {
    Properties properties = apache.properties();
    properties.put(PropertyKeyConst.GROUP_ID, group);
    return properties;
  }
}
