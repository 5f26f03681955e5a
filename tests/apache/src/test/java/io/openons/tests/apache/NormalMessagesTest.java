package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.NORMAL;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import io.openons.harness.Patience;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: who outgrows our broker changes an address, not a program.
 *
 * <p>Method: our producer and consumer with a real Apache RocketMQ between them.
 *
 * <p>A failure means: the same program behaves differently there.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class NormalMessagesTest {

  @Test
  void a_message_arrives_as_it_was_sent(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    Message message = Texts.message(topic, "paid", "hello, wörld 🚀");
    message.setKey("order-1 customer-2");
    message.putUserProperties("colour", "blau");
    message.putUserProperties("größe", "Ω ≈ 🚀");
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      SendResult sent = producer.send(message);

      Message received = inbox.next();

      assertThat(sent.getTopic()).isEqualTo(topic);
      assertThat(received.getMsgID()).isEqualTo(sent.getMessageId());
      assertThat(received.getTopic()).isEqualTo(topic);
      assertThat(received.getTag()).isEqualTo("paid");
      assertThat(received.getKey().split(" ")).containsExactlyInAnyOrder("order-1", "customer-2");
      assertThat(received.getUserProperties("colour")).isEqualTo("blau");
      assertThat(received.getUserProperties("größe")).isEqualTo("Ω ≈ 🚀");
      assertThat(Texts.of(received)).isEqualTo("hello, wörld 🚀");
      assertThat(received.getReconsumeTimes()).isZero();
      assertThat(received.getBornHost()).isNotEmpty();
      assertThat(received.getBornTimestamp()).isPositive();
    }
  }

  @Test
  void asynchronous_and_one_way_messages_arrive(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      CompletableFuture<SendResult> sent = producer.sendAsync(Texts.message(topic, "asynchronous"));
      producer.sendOneway(Texts.message(topic, "one-way"));

      assertThat(inbox.nextTexts(2)).containsExactlyInAnyOrder("asynchronous", "one-way");
      assertThat(sent.get(Patience.SECONDS, SECONDS).getMessageId()).isNotEmpty();
    }
  }

  @Test
  void none_of_many_messages_of_several_threads_is_lost(Apache apache) throws Exception {
    int threads = 8;
    int each = 250;
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * each;
        senders.add(
            CompletableFuture.runAsync(
                () ->
                    IntStream.range(first, first + each)
                        .forEach(i -> producer.send(Texts.message(topic, "" + i))),
                task -> new Thread(task, "sender").start()));
      }
      CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new))
          .get(Patience.SECONDS, SECONDS);

      Set<String> received = new HashSet<>();
      while (received.size() < threads * each) {
        received.add(Texts.of(inbox.next()));
      }
      assertThat(received)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, threads * each).mapToObj(String::valueOf).toList());
    }
  }

  @Test
  void a_consumer_gets_only_the_tags_it_asks_for(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer();
        Consumer consumer = apache.consumer(apache.group(), topic, "paid || sent", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      for (String tag : List.of("lost", "paid", "sent", "stolen")) {
        producer.send(Texts.message(topic, tag, tag));
      }
      producer.send(Texts.message(topic, "paid", "the last"));

      assertThat(inbox.nextTexts(3)).containsExactlyInAnyOrder("paid", "sent", "the last");
    }
  }

  @Test
  void a_new_group_of_a_new_topic_gets_what_was_sent_before(Apache apache) throws Exception {
    String topic = apache.topic(NORMAL);
    Inbox inbox = new Inbox();
    try (Producer producer = apache.producer()) {
      producer.send(Texts.message(topic, "early"));
      try (Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
        assertThat(consumer.isStarted()).isTrue();
        assertThat(Texts.of(inbox.next())).isEqualTo("early");
      }
    }
  }
}
