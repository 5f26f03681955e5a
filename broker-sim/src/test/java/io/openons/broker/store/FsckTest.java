package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordFormat;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: every fault of a data folder is named with file and byte, and views are made good from the
 * log. Method: a folder of a few segments, altered by hand. A failure means an operator who is told
 * that a broken folder is fine.
 */
class FsckTest {
  private static final int SEGMENT = 8 << 10;
  private static final QueueKey QUEUE = new QueueKey(3, 1);
  private static final StoreOptions OPTIONS =
      new StoreOptions(SEGMENT, FlushMode.ASYNC, Retention.DEFAULT, 1);

  @TempDir Path folder;
  private final List<String> report = new ArrayList<>();

  @BeforeEach
  void fill() {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system())) {
      for (int i = 0; i < 100; i++) {
        journal.append(
            List.of(new QueueRecord(QUEUE, i, i, new int[] {i % 7}, new byte[300], null)));
      }
      journal.put(new RecordKey((byte) 1, "key"), new byte[10]);
    }
  }

  @Test
  void a_sound_folder_has_no_faults() {
    assertThat(fsck(false)).isTrue();
    assertThat(report).contains("0 faults").anyMatch(line -> line.startsWith("log: 101 records"));
  }

  @Test
  void a_folder_without_views_has_no_faults() throws IOException {
    new NioDisk().deleteFolder(folder.resolve("views"));
    assertThat(fsck(false)).isTrue();
  }

  @Test
  void damaged_records_are_named_each_and_never_repaired() throws IOException {
    Path segment = folder.resolve("log/00000000000000000000.log");
    int size = RecordFormat.HEADER + 36 + 4 + 300;
    alter(segment, RecordFormat.BEGIN + size + 100);
    alter(segment, RecordFormat.BEGIN + 3 * size + 100);
    byte[] damaged = Files.readAllBytes(segment);

    assertThat(fsck(true)).isFalse();
    assertThat(report)
        .contains(
            segment + " at byte " + (RecordFormat.BEGIN + size) + ": no readable record",
            segment + " at byte " + (RecordFormat.BEGIN + 3 * size) + ": no readable record",
            "2 faults");
    assertThat(Files.readAllBytes(segment)).isEqualTo(damaged);
  }

  @Test
  void a_missing_segment_is_named() throws IOException {
    Files.delete(folder.resolve("log/00000000000000008192.log"));
    assertThat(fsck(false)).isFalse();
    assertThat(report).anyMatch(line -> line.contains("00000000000000008192.log, is missing"));
  }

  @Test
  void a_wrong_entry_of_a_queue_is_named_and_repaired() throws IOException {
    Path entries = folder.resolve("views/queues/3/1.00000000000000000000.queue");
    alter(entries, 20 * 17 + 7);

    assertThat(fsck(false)).isFalse();
    assertThat(report).anyMatch(line -> line.startsWith(entries + " at byte 340: offset 17 is"));
    assertRepairHelps();
  }

  @Test
  void a_queue_file_that_is_too_short_is_named_and_repaired() throws IOException {
    Path entries = folder.resolve("views/queues/3/1.00000000000000000000.queue");
    Files.write(entries, Arrays.copyOf(Files.readAllBytes(entries), 200));
    assertRepairHelps();
    assertThat(report).anyMatch(line -> line.startsWith(entries.toString()));
  }

  @Test
  void a_wrong_index_is_named_and_repaired() throws IOException {
    Path index = folder.resolve("views/index/00000000000000008192.index");
    alter(index, 9);
    assertRepairHelps();
    assertThat(report).anyMatch(line -> line.startsWith(index + " at byte 9"));
  }

  @Test
  void a_damaged_checkpoint_is_named_and_repaired() throws IOException {
    alter(folder.resolve("views/checkpoint"), 30);
    assertRepairHelps();
    assertThat(report).anyMatch(line -> line.contains("not a checkpoint"));
  }

  @Test
  void a_torn_tail_of_a_crash_is_no_fault() throws IOException {
    int end;
    Path last = folder.resolve("log").resolve("%020d.log".formatted(4 * SEGMENT));
    try (DataFolder data = DataFolder.open(folder)) {
      end = (int) Files.size(last);
      Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system());
      // Not closed, as if it was killed.
    }
    byte[] torn = Files.readAllBytes(last);
    torn[end + 5] = 1;
    Files.write(last, torn);

    assertThat(fsck(false)).isTrue();
    assertThat(report).anyMatch(line -> line.contains("a write that was never completed"));
    assertThat(Files.readAllBytes(last)).isEqualTo(torn);
  }

  @Test
  void a_folder_in_use_and_a_folder_of_something_else_are_refused() {
    try (DataFolder inUse = DataFolder.open(folder)) {
      assertThatThrownBy(() -> fsck(false))
          .hasMessageContaining(inUse.path() + " is in use by another broker");
    }
    Path other = folder.resolve("other");
    assertThatThrownBy(() -> Fsck.run(other, new NioDisk(), SEGMENT, false, List.of(), report::add))
        .hasMessageContaining("is not a broker's data folder");
    assertThat(other).doesNotExist();
  }

  private void assertRepairHelps() {
    assertThat(fsck(false)).isFalse();
    assertThat(fsck(true)).isTrue();
    assertThat(report).anyMatch(line -> line.startsWith("computed the views again"));
    assertThat(fsck(false)).isTrue();
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system())) {
      assertThat(journal.queue(QUEUE).size()).isEqualTo(100);
    }
  }

  private boolean fsck(boolean repair) {
    return Fsck.run(folder, new NioDisk(), SEGMENT, repair, List.of(), report::add);
  }

  private static void alter(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 0x41;
    Files.write(file, bytes);
  }
}
