package io.openons.client.consumer.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.BroadcastConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.ManualTimer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: every consumer gets everything, and goes on where it was.
 *
 * <p>Method: consumers with offset stores in files and in memory, against a scripted server.
 *
 * <p>A failure means: messages are skipped or repeated after a restart.
 */
class BroadcastTest {
  @TempDir Path folder;

  private Consumer consumer(String address) {
    return ONSFactory.createConsumer(
        TestProperties.of(
            address, "MessageModel", "BROADCASTING", "ons.offsetsFolder", folder.toString()));
  }

  @Test
  void a_server_that_does_not_offer_reading_at_offsets_is_named_as_the_reason() {
    try (FakeServer server = new FakeServer()) {
      Consumer consumer = consumer(server.address());
      consumer.subscribe("T", "*", (message, context) -> Action.CommitMessage);

      ONSClientException failure = catchThrowableOfType(ONSClientException.class, consumer::start);

      assertThat(failure.getErrorCode()).isEqualTo(ErrorCode.NOT_IMPLEMENTED);
      assertThat(failure).hasMessageContaining("does not offer reading at offsets");
      assertThat(consumer.isStarted()).isFalse();
    }
  }

  /** Keeps what it is told. */
  private static final class Progress implements OffsetStore {
    private final Seen<Long> offsets = new Seen<>("progress");

    @Override
    public void start() {}

    @Override
    public void shutdown() {}

    @Override
    public void updateOffset(TopicPartition partition, long offset) {
      offsets.add(offset);
    }

    @Override
    public Optional<Long> readOffset(TopicPartition partition) {
      return Optional.of(5L);
    }
  }

  @Test
  @Tag("F-053")
  void a_listener_that_takes_too_long_is_passed_over_and_its_result_ignored() {
    ManualTimer timer = new ManualTimer();
    try (FakeServer server = new FakeServer();
        OnsBroadcastConsumer consumer =
            new OnsBroadcastConsumer(
                BroadcastConfig.from(
                    TestProperties.of(
                        server.address(), "MessageModel", "BROADCASTING", "consumeTimeout", "1")),
                () -> new ClientRuntime(timer))) {
      server.offersPull = true;
      Progress progress = new Progress();
      consumer.setOffsetStore(progress);
      Seen<String> shown = new Seen<>("shown message");
      Seen<Action> answers = new Seen<>("answer of the listener");
      consumer.subscribe(
          "T",
          "*",
          (message, context) -> {
            shown.add(message.getMsgID());
            return answers.next();
          });
      consumer.start();
      assertThat(progress.offsets.next()).isEqualTo(5);
      server.pulls.next().deliver(WireMessages.message("slow", 1, "body"));
      assertThat(shown.next()).isEqualTo("slow");

      timer.advance(Duration.ofMinutes(1));

      assertThat(progress.offsets.next()).isEqualTo(6);
      answers.add(Action.CommitMessage);
      server.pulls.next().deliver(WireMessages.message("next", 1, "body"));
      assertThat(shown.next()).isEqualTo("next");
      answers.add(Action.CommitMessage);
      assertThat(progress.offsets.next()).isEqualTo(7);
    }
  }

  @Test
  void a_clustering_consumer_takes_no_offset_store() {
    Consumer clustering = ONSFactory.createConsumer(TestProperties.of("127.0.0.1:1"));

    assertThatThrownBy(() -> clustering.setOffsetStore(null)).hasMessageContaining("BROADCASTING");
    assertThatThrownBy(() -> consumer("127.0.0.1:1").setOffsetStore(null))
        .hasMessageContaining("null");
  }

  @Test
  void progress_goes_up_to_the_first_message_that_is_not_done() {
    QueueProgress progress = new QueueProgress(10);
    List<Long> told = new ArrayList<>();
    for (long offset : new long[] {10, 11, 13, 14}) {
      progress.begin(offset);
    }

    progress.end(13, told::add);
    assertThat(told).isEmpty();
    progress.end(10, told::add);
    assertThat(told).containsExactly(11L);
    progress.end(14, told::add);
    progress.end(11, told::add);

    assertThat(told).containsExactly(11L, 15L);
  }
}
