package io.openons.tests.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.broker.OnsBroker;
import io.openons.harness.Patience;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a pull consumer reads the queues that it was assigned from where it was told to, and
 * commits. Method: polls, seeks, pauses and commits against a broker. A failure means: messages are
 * skipped or read twice after a restart.
 */
class PullConsumerTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static OnsBroker broker;
  private static Producer producer;

  private final String topic = "pull-" + NAMES.incrementAndGet();
  private final List<PullConsumer> consumers = new ArrayList<>();

  @BeforeAll
  static void start() {
    broker = OnsBroker.start();
    producer = ONSFactory.createProducer(properties("GID_sender"));
    producer.start();
  }

  @AfterAll
  static void stop() {
    producer.shutdown();
    broker.close();
  }

  @AfterEach
  void close() {
    consumers.forEach(PullConsumer::shutdown);
  }

  private static Properties properties(String group, String... more) {
    return SdkFixture.propertiesOf(broker.endpoint(), group, more);
  }

  private PullConsumer consumer(String... more) {
    PullConsumer consumer = ONSFactory.createPullConsumer(properties("GID_" + topic, more));
    consumers.add(consumer);
    consumer.start();
    return consumer;
  }

  /** A consumer that is assigned all queues. */
  private PullConsumer assigned(String... more) {
    PullConsumer consumer = consumer(more);
    consumer.assign(consumer.topicPartitions(topic));
    return consumer;
  }

  private void send(int from, int to) {
    IntStream.range(from, to)
        .forEach(
            i ->
                producer.send(
                    new Message(
                        topic, "tag", Integer.toString(i).getBytes(StandardCharsets.UTF_8))));
  }

  private static List<Integer> numbers(List<Message> messages) {
    return messages.stream()
        .map(message -> Integer.valueOf(new String(message.getBody(), StandardCharsets.UTF_8)))
        .toList();
  }

  /** Polls until so many messages are there, in ascending order of their numbers. */
  private static List<Integer> poll(PullConsumer consumer, int count) {
    List<Integer> all = new ArrayList<>();
    long deadline = System.nanoTime() + Patience.LONG.toNanos();
    while (all.size() < count) {
      assertThat(System.nanoTime()).as("messages so far: %s", all).isLessThan(deadline);
      all.addAll(numbers(consumer.poll(1_000)));
    }
    return all.stream().sorted().toList();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  @Test
  @Tag("F-067")
  void a_topic_has_partitions_named_by_broker_and_queue() {
    Set<TopicPartition> partitions = consumer().topicPartitions(topic);

    assertThat(partitions).hasSize(8).contains(new TopicPartition(topic, "openons#0"));
  }

  @Test
  void a_new_group_begins_at_the_end_and_gets_what_comes_then() {
    send(0, 10);
    PullConsumer consumer = assigned();

    assertThat(consumer.poll(0)).isEmpty();
    send(10, 30);

    assertThat(poll(consumer, 20)).isEqualTo(range(10, 30));
  }

  @Test
  @Tag("F-067")
  @Tag("F-070")
  void everything_is_read_from_the_beginning_with_its_place() {
    send(0, 100);
    PullConsumer consumer = assigned();
    consumer.topicPartitions(topic).forEach(consumer::seekToBeginning);

    Message first = consumer.poll(10_000).get(0);

    assertThat(first.getTopic()).isEqualTo(topic);
    assertThat(first.getTag()).isEqualTo("tag");
    assertThat(first.getTopicPartition().getPartition()).startsWith("openons#");
    assertThat(first.getOffset()).isZero();
    consumer.topicPartitions(topic).forEach(consumer::seekToBeginning);
    assertThat(poll(consumer, 100)).isEqualTo(range(0, 100));
    consumer.topicPartitions(topic).forEach(consumer::seekToEnd);
    assertThat(consumer.poll(0)).isEmpty();
  }

  @Test
  void a_poll_returns_at_most_the_batch_it_was_given() {
    send(0, 20);
    PullConsumer consumer = assigned(PropertyKeyConst.MAX_BATCH_MESSAGE_COUNT, "3");
    consumer.topicPartitions(topic).forEach(consumer::seekToBeginning);

    assertThat(consumer.poll(10_000)).hasSizeBetween(1, 3);
  }

  @Test
  @Tag("F-068")
  @Tag("F-070")
  void a_committed_offset_is_where_the_next_consumer_goes_on() {
    String manual = PropertyKeyConst.AUTO_COMMIT;
    PullConsumer first = assigned(manual, "false");
    send(0, 20);
    poll(first, 20);
    first.commitSync();
    send(20, 30);
    poll(first, 10);
    first.shutdown();

    PullConsumer second = assigned(manual, "false");

    assertThat(poll(second, 10)).isEqualTo(range(20, 30));
  }

  @Test
  @Tag("F-068")
  void without_a_commit_there_is_no_offset() {
    PullConsumer consumer = assigned(PropertyKeyConst.AUTO_COMMIT, "false");
    TopicPartition partition = new TopicPartition(topic, "openons#0");
    assertThat(consumer.committed(partition)).isNull();

    consumer.commitSync();

    assertThat(consumer.committed(partition)).isZero();
  }

  @Test
  @Tag("F-068")
  void a_shutdown_commits_what_was_polled() {
    PullConsumer first = assigned();
    send(0, 20);
    poll(first, 20);
    first.shutdown();
    send(20, 25);

    assertThat(poll(assigned(), 5)).isEqualTo(range(20, 25));
  }

  @Test
  @Tag("F-068")
  void offsets_are_committed_by_themselves_once_more_was_asked_for() {
    PullConsumer consumer = assigned(PropertyKeyConst.AUTO_COMMIT_INTERVAL_MILLIS, "100");
    send(0, 8);
    poll(consumer, 8);
    TopicPartition partition = new TopicPartition(topic, "openons#0");
    long deadline = System.nanoTime() + Patience.LONG.toNanos();

    Long committed = null;
    while (committed == null || committed < 1) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      consumer.poll(50);
      committed = consumer.committed(partition);
    }

    assertThat(committed).isEqualTo(1);
  }

  @Test
  @Tag("F-070")
  void a_seek_goes_on_at_that_offset_and_refuses_one_that_is_not_there() {
    send(0, 80);
    PullConsumer consumer = consumer();
    TopicPartition partition = new TopicPartition(topic, "openons#3");
    consumer.assign(List.of(partition));

    consumer.seek(partition, 4);

    assertThat(consumer.poll(10_000).get(0).getOffset()).isEqualTo(4);
    assertThat(
            catchThrowableOfType(ONSClientException.class, () -> consumer.seek(partition, 1_000))
                .getErrorCode())
        .isEqualTo(ErrorCode.ILLEGAL_OFFSET);
    assertThatThrownBy(() -> consumer.seek(new TopicPartition(topic, "openons#4"), 0))
        .hasMessageContaining("not assigned");
  }

  @Test
  @Tag("F-070")
  void a_paused_partition_is_silent_until_it_is_resumed() {
    PullConsumer consumer = assigned();
    Set<TopicPartition> all = consumer.topicPartitions(topic);
    consumer.pause(all);
    send(0, 16);
    assertThat(consumer.poll(200)).isEmpty();

    consumer.resume(all);

    assertThat(poll(consumer, 16)).isEqualTo(range(0, 16));
  }

  @Test
  @Tag("F-067")
  void partitions_that_are_no_longer_assigned_are_silent() {
    PullConsumer consumer = assigned();
    TopicPartition kept = new TopicPartition(topic, "openons#2");

    consumer.assign(List.of(kept));
    send(0, 16);

    assertThat(poll(consumer, 2)).hasSize(2);
    assertThat(consumer.poll(100)).isEmpty();
  }

  @Test
  @Tag("F-070")
  void a_time_has_an_offset() {
    send(0, 8);
    PullConsumer consumer = consumer();
    TopicPartition partition = new TopicPartition(topic, "openons#0");

    assertThat(consumer.offsetForTimestamp(partition, 0L)).isZero();
    assertThat(consumer.offsetForTimestamp(partition, System.currentTimeMillis() + 60_000))
        .isEqualTo(1);
  }

  @Test
  void a_partition_that_does_not_exist_is_named() {
    assertThatThrownBy(() -> consumer().assign(List.of(new TopicPartition(topic, "openons#99"))))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("openons#99")
        .hasMessageContaining("openons#7");
  }
}
