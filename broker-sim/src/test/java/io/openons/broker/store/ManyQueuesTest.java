package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.store.disk.ForwardingDisk;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a stop and a checkpoint cost does not grow with the number of queues, and no queue
 * loses anything by it. Method: a slow disk on a clock of its own, and more changed queues than it
 * can make durable in the time of a save. A failure means stops that take minutes, or messages out
 * of place after them.
 */
class ManyQueuesTest {
  private static final int QUEUES = 2_000;
  private static final StoreOptions OPTIONS =
      new StoreOptions(1 << 20, FlushMode.ASYNC, Retention.DEFAULT, 1);

  @TempDir Path folder;
  private final SlowDisk disk = new SlowDisk();

  @Test
  void a_stop_takes_seconds_and_the_next_start_finds_what_it_left_to_do() {
    try (DataFolder data = DataFolder.open(folder)) {
      Journal journal = open(data);
      append(journal, 3);
      Instant begun = disk.now;
      journal.close();
      assertThat(Duration.between(begun, disk.now)).isLessThan(Duration.ofSeconds(4));
    }
    try (DataFolder data = DataFolder.open(folder)) {
      Journal again = open(data);
      assertComplete(again, 3);
      append(again, 2);
      again.checkpoint();
      // Not closed, as if it was killed.
    }
    try (DataFolder data = DataFolder.open(folder);
        Journal again = open(data)) {
      assertComplete(again, 5);
    }
    List<String> report = new ArrayList<>();
    assertThat(
            Fsck.run(folder, new NioDisk(), OPTIONS.segmentBytes(), false, List.of(), report::add))
        .as("%s", report)
        .isTrue();
  }

  @Test
  void saves_reach_every_queue_in_turn() throws IOException {
    try (DataFolder data = DataFolder.open(folder)) {
      Journal journal = open(data);
      append(journal, 1);
      for (int save = 0; save < 6; save++) {
        journal.append(List.of(record(0)));
        journal.checkpoint();
      }
      for (int queue = 0; queue < QUEUES; queue++) {
        assertThat(journal.queue(key(queue)).file(0)).exists();
      }
      journal.close();
      assertThat(Files.size(folder.resolve("views/checkpoint"))).isLessThan(100L * QUEUES);
    }
  }

  private Journal open(DataFolder data) {
    return Journal.open(data, disk, OPTIONS, disk);
  }

  private static void append(Journal journal, int each) {
    for (int round = 0; round < each; round++) {
      journal.append(IntStream.range(0, QUEUES).mapToObj(ManyQueuesTest::record).toList());
    }
  }

  private static QueueRecord record(int queue) {
    return new QueueRecord(key(queue), 1, queue, new byte[] {(byte) queue});
  }

  private static QueueKey key(int queue) {
    return new QueueKey(1 + queue / 8, queue % 8);
  }

  private static void assertComplete(Journal journal, int each) {
    for (int queue = 0; queue < QUEUES; queue++) {
      assertThat(journal.queue(key(queue)).size()).as("queue %d", queue).isEqualTo(each);
      for (int offset = 0; offset < each; offset++) {
        var entry = journal.queue(key(queue)).entry(offset);
        assertThat(journal.read(key(queue), offset, entry).get(0)).isEqualTo((byte) queue);
      }
    }
  }

  /** A disk on which each force of a file takes 4 ms, by a clock that only this moves. */
  private static final class SlowDisk extends ForwardingDisk implements InstantSource {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
      return new ForwardingFile(super.open(file)) {
        @Override
        public void force() {
          now = now.plusMillis(4);
        }
      };
    }
  }
}
