package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.core.send.TransactionOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a reader sees a queue in order from any offset, and a group's offset is kept. Method: one
 * broker with one queue on a virtual clock. A failure means a pull consumer that skips or repeats.
 */
class ReadTest {
  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture =
        new BrokerFixture(
            folder,
            new Broker.Options(true, 1, StartPosition.EARLIEST, TransactionOptions.DEFAULT));
    fixture.broker().topic(TOPIC);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void messages_are_read_in_order_from_an_offset() {
    IntStream.range(0, 50).forEach(i -> fixture.send("m" + i));

    ReadResult first = read(10, "*", Duration.ZERO).join();

    assertThat(first.messages().stream().map(BrokerFixture::body))
        .containsExactlyElementsOf(IntStream.range(10, 42).mapToObj(i -> "m" + i).toList());
    assertThat(first.nextOffset()).isEqualTo(42);
    assertThat(read(42, "*", Duration.ZERO).join().nextOffset()).isEqualTo(50);
  }

  @Test
  void unwanted_messages_are_passed_over() {
    fixture.sendTagged("A", "a");
    fixture.sendTagged("B", "b");

    ReadResult read = read(0, "A", Duration.ZERO).join();

    assertThat(read.messages())
        .singleElement()
        .satisfies(only -> assertThat(BrokerFixture.body(only)).isEqualTo("a"));
    assertThat(read.nextOffset()).isEqualTo(2);
  }

  @Test
  void a_waiting_read_is_answered_by_the_next_wanted_message() {
    CompletableFuture<ReadResult> waiting = read(0, "A", Duration.ofSeconds(20));
    fixture.sendTagged("B", "b");
    assertThat(waiting).isNotDone();
    fixture.sendTagged("A", "a");

    assertThat(waiting.join().nextOffset()).isEqualTo(2);
    assertThat(waiting.join().messages()).hasSize(1);
  }

  @Test
  void a_waiting_read_ends_empty_where_it_looked_last() {
    CompletableFuture<ReadResult> waiting = read(0, "A", Duration.ofSeconds(20));
    fixture.sendTagged("B", "b");
    fixture.time.advance(Duration.ofSeconds(20));

    assertThat(waiting.join()).isEqualTo(new ReadResult(List.of(), 1));
  }

  @Test
  void offsets_outside_of_the_queue_are_refused() {
    fixture.send("a");
    for (long offset : new long[] {-1, 2, Long.MAX_VALUE}) {
      assertRefused(() -> read(offset, "*", Duration.ZERO), Reason.ILLEGAL_OFFSET);
      assertRefused(
          () -> fixture.broker().commitOffset(GROUP, TOPIC, 0, offset), Reason.ILLEGAL_OFFSET);
    }
  }

  @Test
  void queues_that_do_not_exist_are_refused() {
    for (int queue : new int[] {-1, 1}) {
      assertRefused(() -> fixture.broker().endOffset(TOPIC, queue), Reason.BAD_REQUEST);
      assertRefused(
          () -> fixture.broker().commitOffset(GROUP, TOPIC, queue, 0), Reason.BAD_REQUEST);
    }
  }

  @Test
  void a_group_has_no_offset_until_it_commits_one() {
    assertRefused(() -> fixture.broker().committedOffset(GROUP, TOPIC, 0), Reason.OFFSET_NOT_FOUND);
    fixture.send("a", "b");
    fixture.broker().commitOffset(GROUP, TOPIC, 0, 1);
    assertThat(fixture.broker().committedOffset(GROUP, TOPIC, 0)).isEqualTo(1);

    fixture.restart();
    assertThat(fixture.broker().committedOffset(GROUP, TOPIC, 0)).isEqualTo(1);
  }

  @Test
  void both_ways_of_consuming_share_one_offset() {
    fixture.send("a", "b", "c");
    List<Delivery> taken = fixture.takeNow();
    assertThat(fixture.broker().committedOffset(GROUP, TOPIC, 0)).isEqualTo(0);
    fixture.acknowledge(taken.get(0));
    assertThat(fixture.broker().committedOffset(GROUP, TOPIC, 0)).isEqualTo(1);
    fixture.acknowledge(taken.get(2));
    assertThat(fixture.broker().committedOffset(GROUP, TOPIC, 0)).isEqualTo(1);

    fixture.broker().commitOffset(GROUP, TOPIC, 0, 2);
    assertThat(bodies(fixture.takeNow())).containsExactly("c");
  }

  @Test
  void offsets_are_found_by_beginning_end_and_time() {
    fixture.send("a");
    fixture.time.advance(Duration.ofSeconds(10));
    long second = fixture.time.millis();
    fixture.send("b");

    assertThat(fixture.broker().beginOffset(TOPIC, 0)).isEqualTo(0);
    assertThat(fixture.broker().endOffset(TOPIC, 0)).isEqualTo(2);
    assertThat(fixture.broker().offsetAt(TOPIC, 0, second)).isEqualTo(1);
    assertThat(fixture.broker().offsetAt(TOPIC, 0, second + 1)).isEqualTo(2);
  }

  private CompletableFuture<ReadResult> read(long offset, String tags, Duration waitTime) {
    return fixture
        .broker()
        .read(new ReadRequest(GROUP, TOPIC, 0, offset, TagFilter.parse(tags), 64, waitTime));
  }

  private static void assertRefused(Runnable call, Reason reason) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
