package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Retention;
import io.openons.broker.store.view.ConsumeQueue;
import io.openons.broker.testing.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a power cut at any moment costs nothing that was durable. Method: random work on a disk
 * that forgets, tears and reorders whatever was not forced, cut off between or within what the
 * store does; the seed is in the failure. A failure means lost messages.
 */
class PowerCutTest {
  private static final byte KIND = 1;
  private static final RecordKey KEY = new RecordKey(KIND, "key");
  private static final QueueKey[] QUEUES = {new QueueKey(1, 0), new QueueKey(1, 1)};
  private static final int SEGMENT = 8 << 10;
  private static final StoreOptions OPTIONS =
      new StoreOptions(
          SEGMENT, FlushMode.SYNC, new Retention(Duration.ofHours(72), 4 * SEGMENT), 1);

  @TempDir Path folder;

  @Test
  void what_was_durable_is_there_after_every_power_cut() {
    for (int seed = 0; seed < 500; seed++) {
      MemoryDisk disk = new MemoryDisk();
      Durable durable = workUntilPowerCut(new Random(seed), disk);
      assertNothingIsLost("seed " + seed, durable, disk);
    }
  }

  /** What had been promised when the power was cut. */
  private record Durable(long[] sizes, int version) {}

  private Durable workUntilPowerCut(Random random, MemoryDisk disk) {
    Durable durable = new Durable(new long[QUEUES.length], 0);
    try (DataFolder data = DataFolder.open(folder)) {
      Journal journal = Journal.open(data, disk, OPTIONS, InstantSource.system());
      int version = 0;
      for (int steps = 5 + random.nextInt(120); steps > 0; steps--) {
        int choice = random.nextInt(10);
        if (choice == 0) {
          journal.put(KEY, bytes("v" + ++version));
        } else if (choice == 1) {
          journal.checkpoint();
          durable = new Durable(sizes(journal), version);
        } else if (choice == 2) {
          journal.keepHouse();
          durable = new Durable(sizes(journal), version);
        } else {
          journal.append(batch(random, journal));
        }
      }
      if (random.nextBoolean()) {
        disk.cutPowerAfter(random.nextInt(30), random);
        journal.keepHouse();
      }
      disk.cutPower(random);
    }
    return durable;
  }

  private static List<QueueRecord> batch(Random random, Journal journal) {
    List<QueueRecord> batch = new ArrayList<>();
    long[] next = sizes(journal);
    for (int count = 1 + random.nextInt(6); count > 0; count--) {
      int queue = random.nextInt(QUEUES.length);
      batch.add(new QueueRecord(QUEUES[queue], 1, 0, text(queue, next[queue]++, random)));
    }
    return batch;
  }

  private static byte[] text(int queue, long offset, Random random) {
    return bytes(prefix(queue, offset) + "x".repeat(random.nextInt(700)));
  }

  private static String prefix(int queue, long offset) {
    return "queue " + queue + " offset " + offset + ".";
  }

  private static long[] sizes(Journal journal) {
    long[] sizes = new long[QUEUES.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = journal.queue(QUEUES[i]).size();
    }
    return sizes;
  }

  private void assertNothingIsLost(String seed, Durable durable, MemoryDisk disk) {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = Journal.open(data, disk, OPTIONS, InstantSource.system())) {
      for (int i = 0; i < QUEUES.length; i++) {
        ConsumeQueue queue = journal.queue(QUEUES[i]);
        assertThat(queue.size()).as(seed).isGreaterThanOrEqualTo(durable.sizes[i]);
        for (long offset = queue.begin(); offset < queue.size(); offset++) {
          String text =
              StandardCharsets.UTF_8
                  .decode(journal.read(QUEUES[i], offset, queue.entry(offset)))
                  .toString();
          assertThat(text).as(seed).startsWith(prefix(i, offset));
        }
        assertThat(journal.append(List.of(new QueueRecord(QUEUES[i], 1, 0, bytes("next")))))
            .as(seed)
            .containsExactly(queue.size() - 1);
      }
      if (durable.version > 0) {
        String version = new String(journal.latest(KIND).get(KEY.name()), StandardCharsets.UTF_8);
        assertThat(Integer.parseInt(version.substring(1)))
            .as(seed)
            .isGreaterThanOrEqualTo(durable.version);
      }
    }
    List<String> report = new ArrayList<>();
    assertThat(Fsck.run(folder, disk, SEGMENT, false, List.of(), report::add))
        .as("%s: %s", seed, report)
        .isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
