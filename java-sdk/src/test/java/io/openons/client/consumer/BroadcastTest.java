package io.openons.client.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.TestProperties;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What broadcasting refuses, and how progress is counted. */
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
