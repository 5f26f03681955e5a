package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.message.Submission;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a stored message is found by its id, its keys and its time. Method: a broker with small
 * segments, so that most messages are in the index files. A failure means a message that operators
 * are told is not there.
 */
class FindTest {
  private static final ResourceName OTHER = new ResourceName("", "other");

  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture =
        new BrokerFixture(
            folder,
            BrokerFixture.OPTIONS,
            new StoreOptions(
                32 << 10, FlushMode.ASYNC, new Retention(Duration.ofHours(72), 128 << 10), 1),
            new NioDisk());
    fixture.broker().topic(OTHER);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void send(ResourceName topic, String id, String... keys) {
    ByteBuffer body = ByteBuffer.wrap((id + "x".repeat(300)).getBytes(StandardCharsets.UTF_8));
    Message message =
        new Message(
            id,
            MessageKind.NORMAL,
            null,
            List.of(keys),
            Map.of(),
            null,
            0,
            Message.BodyEncoding.IDENTITY,
            1,
            "host",
            null,
            null,
            body);
    fixture.broker().publish(topic, "producer", List.of(new Submission(message, null))).join();
  }

  private void sendHundred() {
    for (int i = 0; i < 100; i++) {
      send(TOPIC, "id-" + i, "all", "mod-" + i % 10);
      fixture.time.advance(Duration.ofSeconds(1));
    }
    send(OTHER, "id-7", "all");
  }

  private static List<String> ids(List<StoredMessage> found) {
    return found.stream().map(stored -> stored.message().id()).toList();
  }

  @Test
  @Tag("F-037")
  void messages_are_found_by_id_and_key_in_their_topic() {
    sendHundred();
    assertFindsAll();
  }

  @Test
  void they_are_found_after_a_restart_a_kill_and_without_views() throws IOException {
    sendHundred();
    fixture.restart();
    assertFindsAll();
    fixture.kill();
    assertFindsAll();
    fixture.close();
    new NioDisk().deleteFolder(folder.resolve("views"));
    fixture.start();
    assertFindsAll();
  }

  private void assertFindsAll() {
    Broker broker = fixture.broker();
    for (int i = 0; i < 100; i++) {
      String id = "id-" + i;
      assertThat(broker.administration().findById(TOPIC, id, 5))
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.message().id()).isEqualTo(id);
                assertThat(BrokerFixture.body(found)).startsWith(id);
              });
    }
    assertThat(ids(broker.administration().findByKey(TOPIC, "mod-3", 3)))
        .containsExactly("id-93", "id-83", "id-73");
    assertThat(broker.administration().findByKey(TOPIC, "all", 1000)).hasSize(100);
    assertThat(ids(broker.administration().findByKey(OTHER, "all", 1000))).containsExactly("id-7");
    assertThat(broker.administration().findById(TOPIC, "unknown", 1)).isEmpty();
    assertThat(broker.administration().findByKey(TOPIC, "id-3", 1)).isEmpty();
  }

  @Test
  void texts_with_one_hash_are_told_apart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    send(TOPIC, "Aa", "Aa");
    assertThat(fixture.broker().administration().findById(TOPIC, "BB", 1)).isEmpty();
    assertThat(fixture.broker().administration().findByKey(TOPIC, "BB", 1)).isEmpty();
  }

  @Test
  void messages_are_found_by_time_in_its_order_across_queues() {
    long start = fixture.time.millis();
    sendHundred();

    List<StoredMessage> found =
        fixture.broker().administration().findByTime(TOPIC, start + 10_000, start + 19_999, 100);

    assertThat(ids(found))
        .containsExactlyElementsOf(IntStream.range(10, 20).mapToObj(i -> "id-" + i).toList());
    assertThat(fixture.broker().administration().findByTime(TOPIC, start, start + 99_000, 4))
        .hasSize(4);
    assertThat(fixture.broker().administration().findByTime(TOPIC, 0, start - 1, 4)).isEmpty();
  }

  @Test
  void deleted_messages_are_found_no_more() throws IOException {
    sendHundred();
    for (int i = 0; i < 1000; i++) {
      send(TOPIC, "later-" + i);
    }
    fixture.journal().keepHouse();

    assertThat(fixture.broker().administration().findById(TOPIC, "id-1", 1)).isEmpty();
    assertThat(fixture.broker().administration().findById(TOPIC, "later-999", 1)).hasSize(1);
    assertThat(fixture.broker().administration().findByTime(TOPIC, 0, Long.MAX_VALUE, 5000))
        .hasSizeBetween(100, 500);
    assertThat(new NioDisk().list(folder.resolve("views/index"))).hasSizeLessThan(5);
  }

  @Test
  void a_limit_below_one_or_above_ten_thousand_is_refused() {
    fixture.broker().topic(TOPIC);
    assertThatThrownBy(() -> fixture.broker().administration().findById(TOPIC, "x", 0))
        .hasMessageContaining("the limit is 0");
    assertThatThrownBy(() -> fixture.broker().administration().findByTime(TOPIC, 0, 1, -1))
        .hasMessageContaining("the limit is -1");
    assertThatThrownBy(() -> fixture.broker().administration().findByKey(TOPIC, "x", 10_001))
        .hasMessageContaining("the limit is 10001; ask for at least 1 message, at most 10000");
  }
}
