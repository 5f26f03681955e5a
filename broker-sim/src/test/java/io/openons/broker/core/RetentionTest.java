package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.filter.TagFilter;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.StartPosition;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.read.ReadRequest;
import io.openons.broker.core.read.ReadResult;
import io.openons.broker.core.send.TransactionOptions;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what is old goes, what still counts stays. Method: one broker with one queue and small
 * segments on a virtual clock, whose housekeeping is run by hand. A failure means a disk that fills
 * up, or messages that are lost or doubled.
 */
class RetentionTest {
  private static final int SEGMENT = 64 << 10;
  private static final String FILLER = "x".repeat(1000);

  @TempDir Path folder;
  private BrokerFixture fixture;

  private void start(Retention retention) {
    fixture =
        new BrokerFixture(
            folder,
            new Broker.Options(true, 1, StartPosition.EARLIEST, TransactionOptions.DEFAULT),
            new StoreOptions(SEGMENT, FlushMode.ASYNC, retention, 1),
            new NioDisk());
    fixture.broker().topic(TOPIC);
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  private void startWithTwoSegments() {
    start(new Retention(Duration.ofHours(72), 2 * SEGMENT));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void fill(int messages) {
    for (int i = 0; i < messages; i++) {
      fixture.send(i + FILLER);
    }
  }

  private void fillAndDelete() {
    fill(300);
    fixture.journal().keepHouse();
  }

  @Test
  void a_message_that_was_deleted_is_no_dead_letter_and_says_so() {
    startWithTwoSegments();
    fixture.send("old");
    String handle = fixture.takeNow().get(0).receiptHandle();

    fillAndDelete();

    assertThatThrownBy(() -> fixture.broker().bury(GROUP, TOPIC, handle))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("names a message that retention deleted")
        .extracting("reason")
        .isEqualTo(Reason.INVALID_RECEIPT_HANDLE);
  }

  private long begin() {
    return fixture.broker().beginOffset(TOPIC, 0);
  }

  private long end() {
    return fixture.broker().endOffset(TOPIC, 0);
  }

  @Test
  void a_log_that_is_too_long_loses_its_oldest_segments() throws IOException {
    startWithTwoSegments();
    fillAndDelete();

    assertThat(begin()).isBetween(160L, 260L);
    assertThat(new NioDisk().list(folder.resolve("log"))).hasSizeLessThanOrEqualTo(3);
    assertThat(read(begin()).messages()).isNotEmpty();
    assertThatThrownBy(() -> read(begin() - 1))
        .isInstanceOfSatisfying(
            BrokerException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ILLEGAL_OFFSET))
        .hasMessageContaining("has offsets " + begin() + " to 300");
  }

  @Test
  void the_same_is_there_after_a_restart_a_kill_and_without_views() throws IOException {
    startWithTwoSegments();
    fillAndDelete();
    long begin = begin();
    fixture
        .broker()
        .administration()
        .topics()
        .set(new ResourceName("", "kept"), TopicSettings.open(3));
    fillAndDelete();
    fillAndDelete();
    assertThat(begin()).isGreaterThan(begin + 500);

    for (int way = 0; way < 3; way++) {
      begin = begin();
      if (way == 0) {
        fixture.restart();
      } else if (way == 1) {
        fixture.kill();
      } else {
        fixture.close();
        new NioDisk().deleteFolder(folder.resolve("views"));
        fixture.start();
      }
      assertThat(begin()).isEqualTo(begin);
      assertThat(end()).isEqualTo(900);
      assertThat(fixture.broker().topic(new ResourceName("", "kept")).queues()).isEqualTo(3);
    }
    fixture.send("next");
    assertThat(end()).isEqualTo(901);
  }

  @Test
  void an_emptied_queue_goes_on_at_its_offset_even_without_views() throws IOException {
    startWithTwoSegments();
    ResourceName quiet = new ResourceName("", "quiet");
    fixture
        .broker()
        .publish(quiet, "p", List.of(new Submission(BrokerFixture.message(null, "a"), null)))
        .join();
    fillAndDelete();
    fillAndDelete();
    assertThat(fixture.broker().beginOffset(quiet, 0)).isEqualTo(1);

    fixture.close();
    new NioDisk().deleteFolder(folder.resolve("views"));
    fixture.start();

    assertThat(fixture.broker().beginOffset(quiet, 0)).isEqualTo(1);
    assertThat(fixture.broker().endOffset(quiet, 0)).isEqualTo(1);
  }

  @Test
  void a_group_goes_on_at_the_first_message_that_is_left() {
    startWithTwoSegments();
    fill(20);
    List<Delivery> held = fixture.takeNow();
    assertThat(held).hasSize(20);
    fillAndDelete();

    List<Delivery> next = fixture.takeNow();

    assertThat(next.get(0).stored().offset()).isEqualTo(begin());
    assertThat(fixture.broker().committedOffset(GROUP, TOPIC, 0)).isEqualTo(begin());
    assertThatThrownBy(() -> fixture.acknowledge(held.get(0)))
        .hasMessageContaining("deleted because of its age");
    assertThat(held.get(0).stored().message().body().get(0)).isEqualTo((byte) '0');
  }

  @Test
  void a_delayed_message_that_is_not_due_moves_and_comes_once() throws IOException {
    startWithTwoSegments();
    fixture.sendDelayed(Duration.ofHours(1), "soon");
    fixture.sendDelayed(Duration.ofHours(9), "late");
    String recalled = fixture.sendDelayed(Duration.ofHours(9), "recalled").recallHandle();
    fixture.time.advance(Duration.ofMinutes(59));
    fillAndDelete();
    fixture.kill();
    fillAndDelete();
    fixture.broker().recall(TOPIC, recalled);
    fixture.close();
    new NioDisk().deleteFolder(folder.resolve("views"));
    fixture.start();
    long before = end();

    fixture.time.advance(Duration.ofHours(2));
    assertThat(end()).isEqualTo(before + 1);
    assertThat(read(before).messages().stream().map(BrokerFixture::body)).containsExactly("soon");
    fillAndDelete();
    before = end();
    fixture.time.advance(Duration.ofHours(10));
    assertThat(read(before).messages().stream().map(BrokerFixture::body)).containsExactly("late");
    assertThat(end()).isEqualTo(before + 1);
  }

  @Test
  void delayed_messages_that_are_more_than_the_size_allows_are_not_moved_again_and_again()
      throws IOException {
    startWithTwoSegments();
    for (int i = 0; i < 300; i++) {
      fixture.sendDelayed(Duration.ofHours(9), i + FILLER);
    }
    fixture.journal().keepHouse();
    List<Path> moved = new NioDisk().list(folder.resolve("log"));
    for (int i = 0; i < 10; i++) {
      fixture.journal().keepHouse();
    }
    assertThat(new NioDisk().list(folder.resolve("log"))).isEqualTo(moved);

    fixture.time.advance(Duration.ofHours(10));
    assertThat(end()).isEqualTo(300);
  }

  @Test
  void a_half_message_moves_and_its_transaction_can_still_be_ended() {
    startWithTwoSegments();
    String first = fixture.sendHalf("producer", "first");
    String second = fixture.sendHalf("producer", "second");
    fillAndDelete();
    fillAndDelete();
    fixture.kill();
    fillAndDelete();
    long before = end();

    fixture.broker().endTransaction(TOPIC, second, true).join();
    fixture.broker().endTransaction(TOPIC, first, false).join();

    assertThat(read(before).messages().stream().map(BrokerFixture::body)).containsExactly("second");
  }

  @Test
  void messages_older_than_the_age_go() {
    start(new Retention(Duration.ofHours(72), Long.MAX_VALUE));
    fill(150);
    keepHouseFor(Duration.ofHours(71));
    fill(150);
    assertThat(begin()).isZero();
    keepHouseFor(Duration.ofHours(2));
    assertThat(begin()).isBetween(100L, 150L);
    keepHouseFor(Duration.ofDays(4));
    assertThat(end()).isEqualTo(300);
    assertThat(begin()).isBetween(200L, 299L);
  }

  private void keepHouseFor(Duration duration) {
    for (long minutes = 0; minutes < duration.toMinutes(); minutes += 10) {
      fixture.time.jump(Duration.ofMinutes(10));
      fixture.journal().keepHouse();
    }
  }

  @Test
  void a_clock_that_jumps_and_is_set_right_within_an_hour_deletes_nothing() {
    start(new Retention(Duration.ofHours(72), Long.MAX_VALUE));
    fill(150);
    keepHouseFor(Duration.ofHours(2));
    fixture.time.jump(Duration.ofDays(3650));
    fill(150);
    keepHouseFor(Duration.ofMinutes(50));
    fixture.kill();
    keepHouseFor(Duration.ofMinutes(50));
    assertThat(begin()).isZero();
    fixture.time.jump(Duration.ofDays(-3650));
    keepHouseFor(Duration.ofHours(3));
    assertThat(begin()).isZero();
  }

  private ReadResult read(long offset) {
    return fixture
        .broker()
        .read(new ReadRequest(GROUP, TOPIC, 0, offset, TagFilter.parse("*"), 32, Duration.ZERO))
        .join();
  }

  @Test
  void the_newest_messages_can_still_be_taken() {
    startWithTwoSegments();
    fillAndDelete();
    fixture.send("newest");
    List<Delivery> last = List.of();
    for (List<Delivery> next = fixture.takeNow(); !next.isEmpty(); next = fixture.takeNow()) {
      last = next;
    }
    assertThat(bodies(last)).endsWith("newest");
  }
}
