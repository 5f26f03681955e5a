package io.openons.broker.core;

import static io.openons.broker.core.BrokerFixture.GROUP;
import static io.openons.broker.core.BrokerFixture.TOPIC;
import static io.openons.broker.core.BrokerFixture.bodies;
import static io.openons.broker.core.BrokerFixture.renewed;
import static io.openons.broker.core.BrokerFixture.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Delivery;
import io.openons.broker.core.group.TakeRequest;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.testing.Golden;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a group has consumed is on disk within a second, however much it is. Method: one
 * broker on a virtual clock, which is killed, and the bytes of its records. A failure means
 * deliveries that come again, or never, or a folder that another version cannot read.
 */
class ProgressTest {
  @TempDir Path folder;
  private BrokerFixture fixture;

  @BeforeEach
  void start() {
    fixture = new BrokerFixture(folder);
    fixture.broker().subscribe(GROUP, TOPIC);
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private Map<String, byte[]> pages() {
    return fixture.journal().latest(KeyKinds.PROGRESS_PAGE);
  }

  private static TakeRequest longTake(String clientId) {
    TakeRequest take = take();
    return new TakeRequest(
        GROUP,
        TOPIC,
        clientId,
        take.filter(),
        32,
        Duration.ofHours(12),
        false,
        Duration.ZERO,
        "attempt");
  }

  private List<Delivery> takeAll() {
    List<Delivery> all = new ArrayList<>();
    List<Delivery> taken = List.of();
    // Names as long as they may be, so that the records are as long as they can get.
    for (int i = 0; i == 0 || !taken.isEmpty(); i++) {
      taken = fixture.takeNow(longTake("%01024d".formatted(i)));
      all.addAll(taken);
    }
    return all;
  }

  @Test
  void as_many_unfinished_messages_as_a_group_may_have_survive_a_kill() {
    fixture.sendMany(100_040);
    List<Delivery> all = takeAll();
    assertThat(all).hasSize(100_000);

    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    fixture.kill();

    assertThat(fixture.takeNow()).isEmpty();
    fixture.acknowledge(all.get(0));
    fixture.acknowledge(all.get(99_999));
    assertThat(fixture.takeNow()).hasSize(2);
  }

  @Test
  void only_the_pages_that_changed_are_stored_again() {
    fixture.sendMany(20_000);
    List<Delivery> all = takeAll();
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    Map<String, byte[]> before = pages();
    assertThat(before).hasSizeGreaterThanOrEqualTo(20_000 / 256);

    fixture.acknowledge(all.get(10_000));
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    assertThat(pages().entrySet().stream().filter(e -> before.get(e.getKey()) != e.getValue()))
        .hasSize(1);
  }

  @Test
  void pages_without_unfinished_messages_have_no_record() {
    fixture.sendMany(2_000);
    List<Delivery> all = takeAll();
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    all.forEach(fixture::acknowledge);
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    assertThat(pages()).isEmpty();
    fixture.kill();
    fixture.time.advance(Duration.ofDays(1));
    assertThat(fixture.takeNow()).isEmpty();
  }

  @Test
  void a_group_that_is_set_back_gets_all_again_even_if_the_broker_is_killed_at_once() {
    fixture.sendMany(40);
    assertThat(takeAll()).hasSize(40);
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    for (int queue = 0; queue < 4; queue++) {
      fixture.broker().commitOffset(GROUP, TOPIC, queue, 0);
    }
    fixture.kill();

    assertThat(takeAll()).hasSize(40);
  }

  @Test
  void a_group_with_many_unfinished_messages_is_set_back_part_by_part() {
    // Given 4000 unfinished messages, of which the broker strikes out 512 at a time.
    fixture.sendMany(4000);
    List<Delivery> taken = takeAll();
    assertThat(taken).hasSize(4000);

    // When the group is set back in all queues, that holds at once for what was delivered ...
    for (int queue = 0; queue < 4; queue++) {
      fixture.broker().commitOffset(GROUP, TOPIC, queue, 0);
      assertThat(fixture.broker().committedOffset(GROUP, TOPIC, queue)).isZero();
    }
    assertThatThrownBy(() -> fixture.acknowledge(taken.get(3999)))
        .hasMessageContaining("never delivered");
    assertThat(fixture.takeNow(longTake("early"))).isEmpty();

    // ... and all of it comes again, whether or not the broker is killed meanwhile.
    fixture.time.advance(Duration.ofMillis(1));
    assertThat(bodies(takeAll())).hasSize(4000).doesNotHaveDuplicates();
    for (int queue = 0; queue < 4; queue++) {
      fixture.broker().commitOffset(GROUP, TOPIC, queue, 0);
    }
    fixture.broker().close();
    fixture.kill();
    assertThat(takeAll()).hasSize(4000);
  }

  @Test
  void an_attempt_that_is_repeated_after_a_kill_gets_its_messages_at_once() {
    fixture.send("a");
    List<Delivery> lost = fixture.takeNow(renewed("lives", "attempt-1"));
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    fixture.kill();

    assertThat(fixture.takeNow(renewed("other", "attempt-1"))).isEmpty();
    List<Delivery> again = fixture.takeNow(renewed("lives", "attempt-1"));
    assertThat(again).hasSize(1);
    assertThat(again.get(0).receiptHandle()).isEqualTo(lost.get(0).receiptHandle());
    assertThat(again.get(0).attempt()).isEqualTo(1);
  }

  @Test
  void progress_of_many_groups_is_stored_for_each_of_them() {
    for (int group = 0; group < 300; group++) {
      fixture.broker().subscribe(group(group), TOPIC);
    }
    fixture.send("a");
    for (int group = 0; group < 300; group++) {
      assertThat(takeNow(group(group))).hasSize(1);
    }
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    fixture.kill();

    for (int group = 0; group < 300; group++) {
      assertThat(takeNow(group(group))).isEmpty();
    }
  }

  private List<Delivery> takeNow(ResourceName group) {
    TakeRequest take = take();
    return fixture.takeNow(
        new TakeRequest(
            group, TOPIC, "c", take.filter(), 1, take.lease(), false, Duration.ZERO, null));
  }

  private static ResourceName group(int number) {
    return new ResourceName("", "GID_" + number);
  }

  @Test
  void the_record_of_before_0_2_is_read_and_replaced() {
    fixture.send("a");
    for (String name : fixture.journal().latest(KeyKinds.PROGRESS_NEXT).keySet()) {
      fixture.journal().remove(new RecordKey(KeyKinds.PROGRESS_NEXT, name));
    }
    RecordKey old = new RecordKey(KeyKinds.PROGRESS, "1/1");
    fixture.journal().put(old, Golden.bytes("progress-0.1.hex"));

    fixture.kill();

    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    assertThat(fixture.journal().value(old)).isNull();
    assertThat(pages()).containsOnlyKeys("1/1/0/0");
    fixture.kill();
    fixture.time.advance(Duration.ofSeconds(28));
    assertThat(fixture.takeNow()).isEmpty();
    fixture.time.advance(Duration.ofSeconds(1));
    List<Delivery> again = fixture.takeNow();
    assertThat(bodies(again)).containsExactly("a");
    assertThat(again.get(0).attempt()).isEqualTo(4);
  }

  @Test
  void the_records_have_the_bytes_that_other_versions_expect() {
    fixture.send("a", "b", "c", "d");
    fixture.sendOrdered("k", "e");
    fixture.takeNow(renewed("client", "attempt-1"));
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);

    assertThat(pages().get("1/1/0/0")).isEqualTo(Golden.bytes("progress-page-1.hex"));
    assertThat(pages().get("1/1/3/0")).isEqualTo(Golden.bytes("progress-page-2.hex"));
    assertThat(fixture.journal().latest(KeyKinds.PROGRESS_NEXT).get("1/1/3"))
        .isEqualTo(Golden.bytes("progress-next.hex"));
  }

  @Test
  void progress_of_a_group_that_is_missing_is_refused_with_a_sentence() {
    RecordKey key = new RecordKey(KeyKinds.PROGRESS_NEXT, "99/1/0");
    fixture.send("a");
    fixture.takeNow();
    fixture.time.advance(Limits.HOUSEKEEPING_INTERVAL);
    byte[] sound = fixture.journal().latest(KeyKinds.PROGRESS_NEXT).get("1/1/0");
    fixture.journal().put(key, sound == null ? new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0} : sound);

    assertThatThrownBy(fixture::kill)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("progress of group 99 in topic 1, but no such group");
    fixture.journal().remove(key);
  }
}
