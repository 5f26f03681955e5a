package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.CommitLog;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.LogExtent;
import io.openons.broker.store.log.LogFiles;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Segment;
import io.openons.broker.store.view.ConsumeQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: whatever happens to the files, a start finds every record that was known to be durable, or
 * says which file is damaged; it never loses one in silence and never invents one. Method: fixed
 * seeds; random records, then many random mutations of copies of the files. A failure names the
 * seed, the round and what was done to the files.
 *
 * <p>Known to be durable is what an undamaged checkpoint or an undamaged later record says: when
 * nothing says it, a damaged end of the log looks like one that was never completed.
 */
class LogFuzzTest {
  private static final int SEGMENT = 4096;
  private static final int ROUNDS = 60;
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final byte TYPE = 1;

  @TempDir Path folder;

  /** A record as it was written: where it is, and up to where the log was durable then. */
  private record Written(long position, long end, long durable, String content) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void the_log_loses_nothing_in_silence(long seed) throws IOException {
    Random random = new Random(seed);
    Path original = folder.resolve("original");
    List<Written> written = writeLog(original, random);
    Outcomes outcomes = new Outcomes();
    for (int round = 0; round < ROUNDS; round++) {
      Path copy = copy(original, folder.resolve("copy"));
      Damage damage = Damage.to(segments(copy), random);
      long promised = promised(written, segments(copy), damage);
      check(
          outcomes,
          "seed %d round %d: %s".formatted(seed, round, damage),
          copy,
          () -> {
            List<String> found = contents(copy, 0);
            assertThat(written.stream().map(Written::content).toList())
                .as("no record is invented")
                .startsWith(found.toArray(String[]::new));
            long end = found.isEmpty() ? 0 : written.get(found.size() - 1).end;
            assertThat(end).as("durable up to %d", promised).isGreaterThanOrEqualTo(promised);
            appendAndReopen(copy, found);
          });
    }
    outcomes.assertBoth();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void the_journal_loses_nothing_in_silence(long seed) throws IOException {
    Random random = new Random(seed);
    Path original = folder.resolve("original");
    Map<QueueKey, List<String>> written = new HashMap<>();
    Map<QueueKey, Integer> checkpointed = writeJournal(original, written, random);
    Outcomes outcomes = new Outcomes();
    for (int round = 0; round < ROUNDS; round++) {
      Path copy = copy(original, folder.resolve("copy"));
      List<Path> files = new ArrayList<>(segments(copy.resolve("log")));
      boolean alsoCheckpoint = random.nextInt(4) == 0;
      if (alsoCheckpoint) {
        files = List.of(copy.resolve("views").resolve("checkpoint"));
      }
      Damage damage = Damage.to(files, random);
      check(
          outcomes,
          "seed %d round %d: %s".formatted(seed, round, damage),
          copy,
          () -> {
            Map<QueueKey, List<String>> found = contents(copy);
            written.forEach(
                (queue, contents) -> {
                  List<String> there = found.getOrDefault(queue, List.of());
                  assertThat(contents)
                      .as("no record of %s is invented", queue)
                      .startsWith(there.toArray(String[]::new));
                  assertThat(there)
                      .as("records of %s that were there at the checkpoint", queue)
                      .hasSizeGreaterThanOrEqualTo(
                          alsoCheckpoint ? contents.size() : checkpointed.getOrDefault(queue, 0));
                });
          });
    }
    outcomes.assertBoth();
  }

  private List<Written> writeLog(Path to, Random random) {
    List<Written> written = new ArrayList<>();
    long durable = 0;
    CommitLog log = open(to, 0);
    int count = 60 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      byte[] content = content(random);
      long position = log.append(TYPE, content);
      written.add(new Written(position, log.end(), durable, hex(content)));
      if (random.nextInt(4) == 0) {
        log.flush().run();
        durable = log.end();
      }
    }
    if (random.nextBoolean()) {
      log.close();
    }
    return written;
  }

  /** Returns how many records of each queue the last checkpoint has. */
  private static Map<QueueKey, Integer> writeJournal(
      Path to, Map<QueueKey, List<String>> written, Random random) {
    Map<QueueKey, Integer> checkpointed = new HashMap<>();
    try (DataFolder data = DataFolder.open(to)) {
      Journal journal = open(data);
      int count = 60 + random.nextInt(40);
      int checkpointAt = random.nextInt(count);
      for (int i = 0; i < count; i++) {
        QueueKey queue = new QueueKey(1, random.nextInt(3));
        byte[] content = content(random);
        journal.append(List.of(new QueueRecord(queue, i, 0, content)));
        written.computeIfAbsent(queue, absent -> new ArrayList<>()).add(hex(content));
        if (i % 5 == 0) {
          journal.put(new RecordKey(TYPE, "key" + i % 3), content);
        }
        if (i == checkpointAt) {
          journal.checkpoint();
          written.forEach((key, contents) -> checkpointed.put(key, contents.size()));
        }
      }
      // Killed: nothing is closed.
    }
    return checkpointed;
  }

  private static byte[] content(Random random) {
    byte[] content = new byte[random.nextInt(20) == 0 ? random.nextInt(1500) : random.nextInt(120)];
    if (random.nextInt(3) > 0) {
      random.nextBytes(content);
    }
    return content;
  }

  /**
   * Returns up to where the log says that it was durable: as its undamaged records in the last
   * segment say.
   */
  private static long promised(List<Written> written, List<Path> segments, Damage damage) {
    Path last = segments.get(segments.size() - 1);
    long base = Segment.baseOf(last);
    return written.stream()
        .filter(record -> record.position >= base)
        .filter(record -> !damage.touches(last, record.position - base, record.end - base))
        .mapToLong(Written::durable)
        .max()
        .orElse(0);
  }

  private static List<String> contents(Path log, long knownDurable) {
    List<String> contents = new ArrayList<>();
    LogExtent known = new LogExtent(0, Long.MAX_VALUE, knownDurable, false);
    try (CommitLog opened = open(log, knownDurable)) {
      LogFiles.inspect(new NioDisk(), log, SEGMENT, known)
          .scan(
              opened.begin(),
              opened.end(),
              (position, type, payload) -> {
                assertThat(hex(opened.read(position))).isEqualTo(hex(payload));
                contents.add(hex(payload));
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  private static void appendAndReopen(Path log, List<String> found) {
    try (CommitLog opened = open(log, 0)) {
      opened.append(TYPE, new byte[] {1, 2, 3});
    }
    List<String> expected = new ArrayList<>(found);
    expected.add("010203");
    assertThat(contents(log, 0)).as("after one more record").isEqualTo(expected);
  }

  private static Map<QueueKey, List<String>> contents(Path folder) {
    Map<QueueKey, List<String>> contents = new HashMap<>();
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = open(data)) {
      for (QueueKey key : journal.queues(1)) {
        List<String> found = contents.computeIfAbsent(key, absent -> new ArrayList<>());
        ConsumeQueue queue = journal.queue(key);
        for (long offset = 0; offset < queue.size(); offset++) {
          found.add(hex(journal.read(key, offset, queue.entry(offset))));
        }
      }
    }
    return contents;
  }

  private static Journal open(DataFolder data) {
    StoreOptions defaults = StoreOptions.DEFAULT;
    return Journal.open(
        data,
        new NioDisk(),
        new StoreOptions(SEGMENT, FlushMode.ASYNC, defaults.retention(), defaults.diskWatermark()),
        CLOCK);
  }

  private static CommitLog open(Path log, long knownDurable) {
    return CommitLog.open(
        new NioDisk(),
        log,
        SEGMENT,
        FlushMode.ASYNC,
        CLOCK,
        new LogExtent(0, Long.MAX_VALUE, knownDurable, false));
  }

  private static String hex(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.duplicate().get(bytes);
    return hex(bytes);
  }

  private static String hex(byte[] content) {
    return HexFormat.of().formatHex(content);
  }

  /** Runs a check that may also end with the report of a damaged file in the folder. */
  private static void check(Outcomes outcomes, String what, Path folder, Runnable check) {
    try {
      check.run();
      outcomes.found++;
    } catch (StoreException e) {
      assertThat(e).as(what).hasMessageContaining(folder.toString());
      outcomes.reported++;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(what, e);
    }
  }

  /** Counts both outcomes, since a test that only ever sees one proves little. */
  private static final class Outcomes {
    int found;
    int reported;

    void assertBoth() {
      assertThat(found).isPositive();
      assertThat(reported).isPositive();
    }
  }

  /** What was done to the files: ranges that are no longer what they were. */
  private record Damage(List<Range> ranges) {
    private record Range(Path file, long from, long to, String how) {}

    static Damage to(List<Path> files, Random random) throws IOException {
      List<Range> ranges = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        // The last file is where a crash leaves its traces.
        Path file =
            files.get(random.nextBoolean() ? files.size() - 1 : random.nextInt(files.size()));
        ranges.add(mutate(file, random));
      }
      return new Damage(ranges);
    }

    private static Range mutate(Path file, Random random) throws IOException {
      byte[] bytes = Files.readAllBytes(file);
      int used = bytes.length;
      while (used > 0 && bytes[used - 1] == 0) {
        used--;
      }
      // Now and then behind what was written, where a segment that was not closed has zeros.
      int at = random.nextInt(1 + (random.nextInt(8) == 0 ? bytes.length : used));
      int end = Math.min(bytes.length, at + 1 + random.nextInt(200));
      switch (random.nextInt(4)) {
        case 0 -> {
          Files.write(file, Arrays.copyOf(bytes, at));
          return new Range(file, at, Long.MAX_VALUE, "truncated");
        }
        case 1 -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(300));
          for (int i = bytes.length; i < longer.length; i++) {
            longer[i] = (byte) random.nextInt();
          }
          Files.write(file, longer);
          return new Range(file, bytes.length, longer.length, "longer");
        }
        case 2 -> {
          Arrays.fill(bytes, at, end, (byte) 0);
          Files.write(file, bytes);
          return new Range(file, at, end, "zeroed");
        }
        default -> {
          if (at < bytes.length) {
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
          }
          return new Range(file, at, Math.min(bytes.length, at + 1), "flipped");
        }
      }
    }

    boolean touches(Path file, long from, long to) {
      return ranges.stream()
          .anyMatch(range -> range.file.equals(file) && range.from < to && from < range.to);
    }

    @Override
    public String toString() {
      return ranges.stream()
          .map(
              range ->
                  "%s %s %d-%d"
                      .formatted(range.file.getFileName(), range.how, range.from, range.to))
          .toList()
          .toString();
    }
  }

  private static List<Path> segments(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.filter(file -> Segment.baseOf(file) >= 0).sorted().toList();
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    new NioDisk().deleteFolder(to);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }
}
