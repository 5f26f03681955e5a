package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.admin.MessageAdmin;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
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
import java.util.ArrayList;
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
      assertThat(broker.administration().messages().byId(TOPIC, id, 5))
          .singleElement()
          .satisfies(
              found -> {
                assertThat(found.message().id()).isEqualTo(id);
                assertThat(BrokerFixture.body(found)).startsWith(id);
              });
    }
    assertThat(ids(broker.administration().messages().byKey(TOPIC, "mod-3", 3)))
        .containsExactly("id-93", "id-83", "id-73");
    assertThat(broker.administration().messages().byKey(TOPIC, "all", 1000)).hasSize(100);
    assertThat(ids(broker.administration().messages().byKey(OTHER, "all", 1000)))
        .containsExactly("id-7");
    assertThat(broker.administration().messages().byId(TOPIC, "unknown", 1)).isEmpty();
    assertThat(broker.administration().messages().byKey(TOPIC, "id-3", 1)).isEmpty();
  }

  @Test
  void texts_with_one_hash_are_told_apart() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    send(TOPIC, "Aa", "Aa");
    assertThat(fixture.broker().administration().messages().byId(TOPIC, "BB", 1)).isEmpty();
    assertThat(fixture.broker().administration().messages().byKey(TOPIC, "BB", 1)).isEmpty();
  }

  @Test
  void messages_are_found_by_time_in_its_order_across_queues() {
    long start = fixture.time.millis();
    sendHundred();

    List<StoredMessage> found =
        byTime(start + 10_000, start + 19_999, PageRequest.first(100)).items();

    assertThat(ids(found))
        .containsExactlyElementsOf(IntStream.range(10, 20).mapToObj(i -> "id-" + i).toList());
    assertThat(byTime(0, start - 1, PageRequest.first(4)).items()).isEmpty();
  }

  @Test
  void pages_of_a_search_by_time_or_by_offset_have_each_message_once() {
    long start = fixture.time.millis();
    sendHundred();
    // Several of one time, in several queues.
    send(TOPIC, "same-1");
    send(TOPIC, "same-2");
    send(TOPIC, "same-3");

    List<String> all = new ArrayList<>();
    Page<StoredMessage> page = byTime(start, Long.MAX_VALUE, PageRequest.first(4));
    all.addAll(ids(page.items()));
    while (page.next() != null) {
      assertThat(page.items()).hasSize(4);
      page = byTime(start, Long.MAX_VALUE, PageRequest.after(page.next(), 4));
      all.addAll(ids(page.items()));
    }
    assertThat(all).hasSize(103).doesNotHaveDuplicates();

    MessageAdmin messages = fixture.broker().administration().messages();
    Page<StoredMessage> first = messages.byOffset(TOPIC, 0, 3, PageRequest.first(2));
    assertThat(first.items()).extracting(StoredMessage::offset).containsExactly(3L, 4L);
    assertThat(messages.byOffset(TOPIC, 0, 3, PageRequest.after(first.next(), 1)).items())
        .extracting(StoredMessage::offset)
        .containsExactly(5L);
    assertThatThrownBy(() -> byTime(0, 1, PageRequest.after("x", 1)))
        .hasMessageContaining("'x' is not a cursor of this list");
    assertThatThrownBy(() -> messages.byOffset(TOPIC, 9, 0, PageRequest.first(1)))
        .hasMessageContaining("has the queues 0 to 3, not 9");
  }

  private Page<StoredMessage> byTime(long from, long to, PageRequest request) {
    return fixture.broker().administration().messages().byTime(TOPIC, from, to, request);
  }

  @Test
  void deleted_messages_are_found_no_more() throws IOException {
    sendHundred();
    for (int i = 0; i < 1000; i++) {
      send(TOPIC, "later-" + i);
    }
    fixture.journal().keepHouse();

    assertThat(fixture.broker().administration().messages().byId(TOPIC, "id-1", 1)).isEmpty();
    assertThat(fixture.broker().administration().messages().byId(TOPIC, "later-999", 1)).hasSize(1);
    assertThat(byTime(0, Long.MAX_VALUE, PageRequest.first(1000)).items()).hasSizeBetween(100, 500);
    assertThat(new NioDisk().list(folder.resolve("views/index"))).hasSizeLessThan(5);
  }

  @Test
  void a_limit_below_one_or_above_ten_thousand_is_refused() {
    fixture.broker().topic(TOPIC);
    assertThatThrownBy(() -> fixture.broker().administration().messages().byId(TOPIC, "x", 0))
        .hasMessageContaining("the limit is 0");
    assertThatThrownBy(() -> PageRequest.first(-1))
        .hasMessageContaining("the page would have -1 entries; ask for 1 to 1000");
    assertThatThrownBy(() -> fixture.broker().administration().messages().byKey(TOPIC, "x", 10_001))
        .hasMessageContaining("the limit is 10001; ask for at least 1 message, at most 10000");
  }
}
