package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Retention;
import io.openons.broker.store.view.ConsumeQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: views are nothing but a computation of the log. Method: the same appends, seen live, after
 * a clean restart, after a crash at each stage of saving, and after the views were deleted. A
 * failure means messages out of place.
 */
class JournalTest {
  private static final StoreOptions OPTIONS =
      new StoreOptions(64 << 10, FlushMode.ASYNC, Retention.DEFAULT, 1);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final byte KIND = 1;
  private static final QueueKey QUEUE = new QueueKey(1, 0);
  private static final QueueKey OTHER = new QueueKey(1, 1);

  @TempDir Path folder;

  @Test
  void offsets_count_up_in_each_queue_also_within_one_batch() {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      assertThat(
              journal.append(List.of(record(QUEUE, "a"), record(OTHER, "b"), record(QUEUE, "c"))))
          .containsExactly(0, 0, 1);
      assertThat(journal.append(List.of(record(QUEUE, "d")))).containsExactly(2);
      assertThat(texts(journal, QUEUE)).containsExactly("a", "c", "d");
      assertThat(texts(journal, OTHER)).containsExactly("b");
    }
  }

  @Test
  void a_clean_restart_finds_queues_and_keys() {
    write();
    assertEverythingIsThere();
  }

  @Test
  void a_restart_without_views_finds_the_same() throws IOException {
    write();
    new NioDisk().deleteFolder(folder.resolve("views"));
    assertEverythingIsThere();
  }

  @Test
  void a_restart_with_a_damaged_checkpoint_finds_the_same() throws IOException {
    write();
    Path checkpoint = folder.resolve("views").resolve("checkpoint");
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length / 2] ^= 1;
    Files.write(checkpoint, bytes);
    assertEverythingIsThere();
  }

  @Test
  void a_crash_after_a_checkpoint_replays_only_what_came_after_it() {
    try (DataFolder data = DataFolder.open(folder)) {
      Journal crashed = open(data);
      append(crashed, 0, 500);
      crashed.put(new RecordKey(KIND, "kept"), bytes("old"));
      crashed.checkpoint();
      append(crashed, 500, 1000);
      crashed.put(new RecordKey(KIND, "kept"), bytes("new"));
      crashed.put(new RecordKey(KIND, "removed"), bytes("x"));
      crashed.remove(new RecordKey(KIND, "removed"));
      // Not closed: what the process held in memory is gone.
    }
    assertEverythingIsThere();
  }

  @Test
  void queues_longer_than_their_memory_are_read_from_their_files() {
    int count = 70_000;
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      for (int i = 0; i < count; i++) {
        journal.append(List.of(record(QUEUE, "m" + i)));
        if (i % 20_000 == 0) {
          journal.checkpoint();
        }
      }
      assertThat(text(journal, QUEUE, 0)).isEqualTo("m0");
      assertThat(text(journal, QUEUE, 65_536)).isEqualTo("m65536");
      assertThat(text(journal, QUEUE, count - 1)).isEqualTo("m" + (count - 1));
    }
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      assertThat(journal.queue(QUEUE).size()).isEqualTo(count);
      assertThat(text(journal, QUEUE, count - 1)).isEqualTo("m" + (count - 1));
      assertThat(text(journal, QUEUE, 1)).isEqualTo("m1");
    }
  }

  @Test
  void a_flood_between_two_checkpoints_does_not_stay_in_memory() throws IOException {
    int flood = 30_000;
    try (DataFolder data = DataFolder.open(folder)) {
      Journal crashed = open(data);
      append(crashed, 0, flood);
      crashed.boundMemory();
      append(crashed, flood, flood + 1000);

      assertThat(crashed.queue(QUEUE).file(0)).hasSize(20_000 * ConsumeQueue.ENTRY);
      assertEverythingIsThere(crashed, flood + 1000);
      // Not closed: the files hold more than any checkpoint says.
    }
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      assertEverythingIsThere(journal, flood + 1000);
    }
  }

  @Test
  void the_first_offset_at_a_time_is_found() {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      for (long time : new long[] {10, 20, 20, 30}) {
        journal.append(List.of(new QueueRecord(QUEUE, time, 0, new byte[1])));
      }
      ConsumeQueue queue = journal.queue(QUEUE);
      assertThat(queue.firstOffsetAt(0)).isEqualTo(0);
      assertThat(queue.firstOffsetAt(20)).isEqualTo(1);
      assertThat(queue.firstOffsetAt(25)).isEqualTo(3);
      assertThat(queue.firstOffsetAt(31)).isEqualTo(4);
    }
  }

  @Test
  void a_refused_append_changes_no_view() {
    FaultyDisk disk = new FaultyDisk();
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = Journal.open(data, disk, OPTIONS, CLOCK)) {
      journal.append(List.of(record(QUEUE, "a")));
      disk.failWritesAfter(0);
      assertThatThrownBy(() -> journal.append(List.of(record(QUEUE, "b"))))
          .isInstanceOf(StoreException.class);
      disk.heal();
      assertThat(journal.append(List.of(record(QUEUE, "c")))).containsExactly(1);
      assertThat(texts(journal, QUEUE)).containsExactly("a", "c");
    }
  }

  @Test
  void views_are_not_saved_when_the_log_behind_them_is_not_durable() {
    FaultyDisk disk = new FaultyDisk();
    try (DataFolder data = DataFolder.open(folder)) {
      Journal journal = Journal.open(data, disk, OPTIONS, CLOCK);
      journal.append(List.of(record(QUEUE, "a")));
      disk.failForce();
      assertThatThrownBy(journal::checkpoint).hasMessageContaining("log durable");

      // The next force succeeds, but what the failed one should have written may be gone.
      disk.heal();
      assertThatThrownBy(journal::checkpoint).hasMessageContaining("restart the broker");
      assertThatThrownBy(() -> journal.append(List.of(record(QUEUE, "b"))))
          .hasMessageContaining("restart the broker");
      assertThat(folder.resolve("views/checkpoint")).doesNotExist();
    }
  }

  @Test
  void a_key_changes_together_with_the_record_that_carries_it() {
    RecordKey set = new RecordKey(KIND, "set");
    RecordKey removed = new RecordKey(KIND, "removed");
    try (DataFolder data = DataFolder.open(folder)) {
      Journal crashed = open(data);
      crashed.put(removed, bytes("x"));
      crashed.append(
          List.of(
              new QueueRecord(
                  QUEUE,
                  1,
                  0,
                  new int[0],
                  bytes("a"),
                  offset -> new KeyChange(set, bytes("value"))),
              new QueueRecord(
                  QUEUE, 1, 0, new int[0], bytes("b"), offset -> new KeyChange(removed, null))));
      assertThat(crashed.latest(KIND)).containsOnlyKeys("set");
    }
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      assertThat(journal.latest(KIND)).containsOnlyKeys("set").containsEntry("set", bytes("value"));
      assertThat(texts(journal, QUEUE)).containsExactly("a", "b");
    }
  }

  @Test
  void an_entry_that_names_another_record_is_refused() {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      journal.append(List.of(record(QUEUE, "a"), record(QUEUE, "b")));
      assertThatThrownBy(() -> journal.read(QUEUE, 1, journal.queue(QUEUE).entry(0)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("wrong record for offset 1");
    }
  }

  private void write() {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      append(journal, 0, 1000);
      journal.put(new RecordKey(KIND, "kept"), bytes("old"));
      journal.put(new RecordKey(KIND, "kept"), bytes("new"));
      journal.put(new RecordKey(KIND, "removed"), bytes("x"));
      journal.remove(new RecordKey(KIND, "removed"));
    }
  }

  private static void append(Journal journal, int from, int to) {
    for (int i = from; i < to; i++) {
      journal.append(List.of(record(i % 3 == 0 ? OTHER : QUEUE, "m" + i)));
    }
  }

  private void assertEverythingIsThere() {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      assertEverythingIsThere(journal, 1000);
      assertThat(journal.latest(KIND)).containsOnlyKeys("kept").containsEntry("kept", bytes("new"));
      long next = journal.queue(QUEUE).size();
      assertThat(journal.append(List.of(record(QUEUE, "next")))).containsExactly(next);
    }
  }

  private static void assertEverythingIsThere(Journal journal, int count) {
    List<String> queue = new ArrayList<>();
    List<String> other = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      (i % 3 == 0 ? other : queue).add("m" + i);
    }
    assertThat(texts(journal, QUEUE)).isEqualTo(queue);
    assertThat(texts(journal, OTHER)).isEqualTo(other);
  }

  private static Journal open(DataFolder data) {
    return Journal.open(data, new NioDisk(), OPTIONS, CLOCK);
  }

  private static QueueRecord record(QueueKey queue, String text) {
    return new QueueRecord(queue, 1, 0, bytes(text));
  }

  private static List<String> texts(Journal journal, QueueKey queue) {
    List<String> texts = new ArrayList<>();
    for (long offset = 0; offset < journal.queue(queue).size(); offset++) {
      texts.add(text(journal, queue, offset));
    }
    return texts;
  }

  private static String text(Journal journal, QueueKey queue, long offset) {
    ByteBuffer content = journal.read(queue, offset, journal.queue(queue).entry(offset));
    return StandardCharsets.UTF_8.decode(content).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
