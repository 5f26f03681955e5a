package io.openons.client.consumer.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.PullConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.ClientType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: a pull consumer says what its server cannot do, and bounds what it reads ahead.
 *
 * <p>Method: a server that offers no reading at offsets, and one that answers by hand.
 *
 * <p>A failure means: an error at Apache's server does not say what to use instead, or reading
 * fills the memory.
 */
class PullConsumerTest {
  private final FakeServer server = new FakeServer();
  private final ManualTimer timer = new ManualTimer();
  private final PullConsumer consumer =
      new OnsPullConsumer(
          PullConfig.from(TestProperties.of(server.address())), () -> new ClientRuntime(timer));

  @AfterEach
  void close() {
    consumer.shutdown();
    server.close();
  }

  private static TopicPartition partition(int queue) {
    return new TopicPartition("T", "fake#" + queue);
  }

  @Test
  void it_tells_the_server_what_it_is() {
    consumer.start();

    var settings = server.settings.next();
    assertThat(settings.getClientType()).isEqualTo(ClientType.PULL_CONSUMER);
    assertThat(settings.getSubscription().getGroup().getName()).isEqualTo("GID_TEST");
  }

  @Test
  void a_server_that_does_not_offer_reading_at_offsets_is_named_as_the_reason() {
    consumer.start();

    ONSClientException failure =
        catchThrowableOfType(
            ONSClientException.class, () -> consumer.assign(List.of(partition(0))));

    assertThat(failure.getErrorCode()).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
    assertThat(failure)
        .hasMessageContaining("does not offer reading at offsets")
        .hasMessageContaining("GetOffset");
    assertThat(consumer.poll(0)).isEmpty();
  }

  @Test
  void it_must_be_started() {
    assertThatThrownBy(() -> consumer.poll(0)).hasMessageContaining("not started");
    assertThatThrownBy(
            () -> ONSFactory.createPullConsumer(TestProperties.of("x:1", "autoCommit", "perhaps")))
        .hasMessageContaining("autoCommit")
        .hasMessageContaining("true, false");
  }

  @Test
  @Tag("F-070")
  void a_listener_is_told_when_the_partitions_of_its_topic_have_changed() {
    Seen<Set<TopicPartition>> changes = new Seen<>("change of partitions");
    consumer.registerTopicPartitionChangedListener("T", changes::add);
    consumer.start();
    assertThat(consumer.topicPartitions("T")).containsExactly(partition(0));
    server.queues = 2;

    timer.advance(Duration.ofSeconds(30));

    assertThat(changes.next()).containsExactlyInAnyOrder(partition(0), partition(1));
    assertThat(changes.size()).isZero();
  }

  private static io.openons.proto.v2.Message[] mebibytes(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> WireMessages.message(prefix + i, 1, "x".repeat(1 << 20)))
        .toArray(io.openons.proto.v2.Message[]::new);
  }

  /** Both queues share a connection, so what comes from the second has let the first be handled. */
  @Test
  @Tag("F-069")
  void a_queue_is_read_ahead_up_to_its_limit_and_another_queue_has_its_own() {
    server.offersPull = true;
    server.queues = 2;
    PullConsumer limited =
        new OnsPullConsumer(
            PullConfig.from(
                TestProperties.of(
                    server.address(),
                    "maxCachedMessageSizeInMiB",
                    "16",
                    "maxBatchMessageCount",
                    "1")),
            () -> new ClientRuntime(timer));
    try (limited) {
      limited.start();
      limited.assign(List.of(partition(0), partition(1)));
      Map<Integer, FakeServer.PullPoll> pulls = new HashMap<>();
      for (int i = 0; i < 2; i++) {
        FakeServer.PullPoll pull = server.pulls.next();
        pulls.put(pull.request().getMessageQueue().getId(), pull);
      }

      pulls.get(0).deliver(mebibytes("full-", 18));
      assertThat(limited.poll(10_000)).extracting(Message::getMsgID).containsExactly("full-0");
      limited.pause(List.of(partition(0)));
      pulls.get(1).deliver(mebibytes("other-", 1));
      assertThat(limited.poll(10_000)).extracting(Message::getMsgID).containsExactly("other-0");

      assertThat(server.pulls.next().request().getMessageQueue().getId()).isEqualTo(1);
      assertThat(server.pulls.size()).isZero();

      limited.resume(List.of(partition(0)));
      for (int i = 1; i < 18; i++) {
        assertThat(limited.poll(10_000)).extracting(Message::getMsgID).containsExactly("full-" + i);
      }
      assertThat(server.pulls.next().request().getOffset()).isEqualTo(18);
    }
  }
}
