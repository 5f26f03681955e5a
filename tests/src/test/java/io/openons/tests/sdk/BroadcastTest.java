package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PropertyValueConst;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.broker.OnsBroker;
import io.openons.harness.Patience;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: every broadcasting consumer gets every message and goes on where it was. Method: several
 * consumers of a group, each with progress of its own in a file, that end and start again. A
 * failure means: a consumer misses messages, or gets those of before a second time.
 */
class BroadcastTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static OnsBroker broker;
  private static Producer producer;

  private final String topic = "broadcast-" + NAMES.incrementAndGet();
  private final List<Consumer> consumers = new ArrayList<>();

  @TempDir Path folder;

  @BeforeAll
  static void start() {
    broker = OnsBroker.start();
    producer = ONSFactory.createProducer(SdkFixture.propertiesOf(broker.endpoint(), "GID_sender"));
    producer.start();
  }

  @AfterAll
  static void stop() {
    producer.shutdown();
    broker.close();
  }

  @AfterEach
  void close() {
    consumers.forEach(Consumer::shutdown);
  }

  private Consumer consumer(String... more) {
    Properties properties = SdkFixture.propertiesOf(broker.endpoint(), "GID_" + topic, more);
    properties.setProperty(PropertyKeyConst.MessageModel, PropertyValueConst.BROADCASTING);
    properties.setProperty("ons.offsetsFolder", folder.toString());
    Consumer consumer = ONSFactory.createConsumer(properties);
    consumers.add(consumer);
    return consumer;
  }

  /** Subscribes, starts, and returns what arrives. */
  private BlockingQueue<String> received(Consumer consumer) {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    consumer.subscribe(
        topic,
        "*",
        (message, context) -> {
          received.add(new String(message.getBody(), StandardCharsets.UTF_8));
          return Action.CommitMessage;
        });
    consumer.start();
    return received;
  }

  private void send(int from, int to) {
    IntStream.range(from, to)
        .forEach(
            i ->
                producer.send(
                    new Message(
                        topic, "tag", Integer.toString(i).getBytes(StandardCharsets.UTF_8))));
  }

  private static List<String> next(BlockingQueue<String> received, int count) throws Exception {
    List<String> all = new ArrayList<>();
    while (all.size() < count) {
      String one = received.poll(Patience.SECONDS, TimeUnit.SECONDS);
      assertThat(one).as("after %s", all).isNotNull();
      all.add(one);
    }
    return all.stream().sorted().toList();
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).sorted().toList();
  }

  @Test
  @Tag("F-058")
  void each_of_three_consumers_gets_all_nine_messages() throws Exception {
    List<BlockingQueue<String>> all =
        List.of(received(consumer()), received(consumer()), received(consumer()));

    send(0, 9);

    for (BlockingQueue<String> received : all) {
      assertThat(next(received, 9)).isEqualTo(numbers(0, 9));
    }
    consumers.forEach(Consumer::shutdown);
    assertThat(all).allMatch(BlockingQueue::isEmpty);
  }

  @Test
  void a_consumer_goes_on_where_the_one_of_its_name_was() throws Exception {
    Consumer first = consumer(PropertyKeyConst.InstanceName, "one");
    BlockingQueue<String> before = received(first);
    send(0, 10);
    next(before, 10);
    first.shutdown();
    send(10, 15);

    BlockingQueue<String> after = received(consumer(PropertyKeyConst.InstanceName, "one"));

    assertThat(next(after, 5)).isEqualTo(numbers(10, 15));
    assertThat(folder.resolve("GID_" + topic).resolve("one.offsets")).exists();
  }

  @Test
  void a_name_is_used_by_one_consumer_at_a_time() {
    received(consumer(PropertyKeyConst.InstanceName, "one"));
    Consumer second = consumer(PropertyKeyConst.InstanceName, "one");

    assertThatThrownBy(second::start).hasMessageContaining("InstanceName one");
  }

  @Test
  void consumers_without_a_name_find_their_progress_again_too() throws Exception {
    Consumer first = consumer();
    BlockingQueue<String> before = received(first);
    send(0, 3);
    next(before, 3);
    first.shutdown();
    send(3, 5);

    assertThat(next(received(consumer()), 2)).isEqualTo(numbers(3, 5));
  }

  @Test
  void a_message_that_is_not_handled_does_not_come_again() throws Exception {
    BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    Consumer first = consumer(PropertyKeyConst.InstanceName, "one");
    first.subscribe(
        topic,
        "*",
        (message, context) -> {
          shown.add(new String(message.getBody(), StandardCharsets.UTF_8));
          return Action.ReconsumeLater;
        });
    first.start();
    send(0, 3);
    next(shown, 3);
    first.shutdown();
    send(3, 4);

    BlockingQueue<String> after = received(consumer(PropertyKeyConst.InstanceName, "one"));

    assertThat(next(after, 1)).isEqualTo(numbers(3, 4));
  }

  @Test
  @Tag("F-077")
  void a_topic_that_is_no_longer_subscribed_is_silent() throws Exception {
    Consumer consumer = consumer();
    BlockingQueue<String> received = received(consumer);
    BlockingQueue<String> witness = received(consumer());
    send(0, 1);
    next(received, 1);

    consumer.unsubscribe(topic);
    send(1, 5);

    assertThat(next(witness, 5)).isEqualTo(numbers(0, 5));
    consumer.shutdown();
    assertThat(received).isEmpty();
  }

  private static final class MapStore implements OffsetStore {
    private final Map<TopicPartition, Long> offsets = new ConcurrentHashMap<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();

    @Override
    public void start() {
      starts.incrementAndGet();
    }

    @Override
    public void shutdown() {
      ends.incrementAndGet();
    }

    @Override
    public void updateOffset(TopicPartition partition, long offset) {
      offsets.put(partition, offset);
    }

    @Override
    public Optional<Long> readOffset(TopicPartition partition) {
      return Optional.ofNullable(offsets.get(partition));
    }
  }

  @Test
  @Tag("F-075")
  void a_store_of_the_application_says_where_to_begin_and_is_told_how_far_it_went()
      throws Exception {
    send(0, 16);
    MapStore store = new MapStore();
    for (int queue = 0; queue < 8; queue++) {
      store.offsets.put(new TopicPartition(topic, "openons#" + queue), 1L);
    }
    Consumer consumer = consumer();
    consumer.setOffsetStore(store);

    BlockingQueue<String> received = received(consumer);

    assertThat(next(received, 8)).isEqualTo(numbers(8, 16));
    consumer.shutdown();
    assertThat(store.starts).hasValue(1);
    assertThat(store.ends).hasValue(1);
    assertThat(store.offsets.values()).hasSize(8).containsOnly(2L);
  }
}
