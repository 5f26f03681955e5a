package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import io.openons.harness.Patience;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a message that is sent, in whichever way, is what a consumer gets. Method: each way of
 * sending with each part of a message, received by a consumer. A failure means: content, keys or
 * properties change on the way, or a send returns before the message is stored.
 */
class SendTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<Message> consumed = new Seen<>();

  private Producer producer() {
    return sdk.started(ONSFactory.createProducer(sdk.properties("GID_producer")));
  }

  private void consume(String topic) {
    var consumer = ONSFactory.createConsumer(sdk.properties("GID_send"));
    consumer.subscribe(
        topic,
        "*",
        (message, context) -> {
          consumed.add(message);
          return Action.CommitMessage;
        });
    sdk.started(consumer);
  }

  @Test
  @Tag("F-030")
  @Tag("F-037")
  @Tag("F-038")
  @Tag("F-039")
  @Tag("F-044")
  void a_message_arrives_as_it_was_sent_with_the_id_that_its_sender_got() {
    Message message = new Message("Sent", "blue", "key-1 key-2", "text".getBytes());
    message.putUserProperties("colour", "\u84dd \u00e9");
    long before = System.currentTimeMillis();

    SendResult sent = producer().send(message);

    consume("Sent");
    Message seen = consumed.next();
    assertThat(seen.getMsgID()).isEqualTo(sent.getMessageId());
    assertThat(seen.getTopic()).isEqualTo("Sent").isEqualTo(sent.getTopic());
    assertThat(seen.getTag()).isEqualTo("blue");
    assertThat(seen.getKey()).isEqualTo("key-1 key-2");
    assertThat(seen.getUserProperties("colour")).isEqualTo("\u84dd \u00e9");
    assertThat(seen.getBody()).isEqualTo("text".getBytes());
    assertThat(seen.getBornHost()).isNotEmpty();
    assertThat(seen.getBornTimestamp()).isBetween(before, System.currentTimeMillis());
    assertThat(seen.getReconsumeTimes()).isZero();
  }

  @Test
  @Tag("F-031")
  @Tag("F-032")
  void a_callback_is_called_once_and_a_one_way_message_arrives_too() {
    Seen<String> outcomes = new Seen<>();
    Producer producer = producer();

    producer.sendAsync(
        message("Sent", "asynchronous"),
        new SendCallback() {
          @Override
          public void onSuccess(SendResult sent) {
            outcomes.add(sent.getMessageId());
          }

          @Override
          public void onException(OnExceptionContext context) {
            outcomes.add(context.getException().getMessage());
          }
        });
    producer.sendOneway(message("Sent", "one-way"));

    consume("Sent");
    List<Message> seen = consumed.next(2);
    assertThat(seen)
        .extracting(SdkFixture::body)
        .containsExactlyInAnyOrder("asynchronous", "one-way");
    producer.shutdown(); // after it no callback can come any more
    assertThat(seen).extracting(Message::getMsgID).contains(outcomes.next());
    assertThat(outcomes.size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 4_097, 1_000_003, 4 << 20})
  @Tag("F-040")
  void a_body_of_any_bytes_and_size_arrives(int size) {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    body[size / 2] = 0;
    producer().send(new Message("Bytes", "tag", body));

    consume("Bytes");

    assertThat(consumed.next().getBody()).isEqualTo(body);
  }

  @Test
  @Tag("F-007")
  @Tag("F-036")
  void thirty_two_threads_share_a_producer_and_each_message_is_stored_once_in_queues_by_turns()
      throws Exception {
    int senders = 32;
    int messages = 20;
    Producer producer = producer();
    PullConsumer reader = sdk.started(ONSFactory.createPullConsumer(sdk.properties("GID_reader")));
    reader.assign(reader.topicPartitions("Shared"));
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    CyclicBarrier together = new CyclicBarrier(senders);
    List<String> sent = new ArrayList<>();
    try {
      List<Future<List<String>>> all = new ArrayList<>();
      for (int sender = 0; sender < senders; sender++) {
        all.add(
            threads.submit(
                () -> {
                  together.await(Patience.SECONDS, TimeUnit.SECONDS);
                  List<String> ids = new ArrayList<>();
                  for (int i = 0; i < messages; i++) {
                    ids.add(producer.send(message("Shared", "x")).getMessageId());
                  }
                  return ids;
                }));
      }
      for (Future<List<String>> ids : all) {
        sent.addAll(ids.get(Patience.SECONDS, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdown();
    }

    assertThat(sent).hasSize(senders * messages).doesNotHaveDuplicates();
    List<String> stored = new ArrayList<>();
    Map<String, Integer> byQueue = new HashMap<>();
    for (List<Message> some = reader.poll(5_000);
        !some.isEmpty();
        some = reader.poll(stored.size() < sent.size() ? 5_000 : 0)) {
      for (Message message : some) {
        stored.add(message.getMsgID());
        byQueue.merge(message.getTopicPartition().getPartition(), 1, Integer::sum);
      }
    }
    assertThat(stored).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(byQueue.values()).hasSize(8).allMatch(count -> count == senders * messages / 8);
  }
}
