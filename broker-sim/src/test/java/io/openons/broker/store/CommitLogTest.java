package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.CommitLog;
import io.openons.broker.store.log.DamagedLogException;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.LogExtent;
import io.openons.broker.store.log.LogFiles;
import io.openons.broker.store.log.RecordFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what was appended is read back, and what a crash left is told from damage. Method: a log on
 * a real disk whose files are cut or altered between two openings. A failure means lost or invented
 * messages.
 */
class CommitLogTest {
  private static final byte TYPE = 7;
  private static final int SEGMENT = 4096;
  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;

  @Test
  void records_are_read_at_the_positions_they_were_appended_at() {
    try (CommitLog log = open()) {
      long first = log.append(TYPE, bytes("first"));
      long second = log.append(TYPE, bytes("second"));

      assertThat(text(log.read(first))).isEqualTo("first");
      assertThat(text(log.read(second))).isEqualTo("second");
    }
  }

  @Test
  void a_reopened_log_has_the_same_records_and_goes_on_behind_them() {
    long end;
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("one"));
      end = log.end();
    }
    try (CommitLog log = open()) {
      assertThat(log.append(TYPE, bytes("two"))).isEqualTo(end);
      assertThat(contents(log)).containsExactly("one", "two");
    }
  }

  @Test
  void a_batch_spans_segments_in_order() throws IOException {
    List<byte[]> batch = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String text = "record-" + i + "-" + "x".repeat(i * 7);
      batch.add(bytes(text));
      expected.add(text);
    }
    try (CommitLog log = open()) {
      log.append(TYPE, batch);
      assertThat(contents(log)).isEqualTo(expected);
    }
    try (CommitLog log = open()) {
      assertThat(contents(log)).isEqualTo(expected);
      assertThat(segmentFiles()).hasSizeGreaterThan(5);
    }
  }

  @Test
  void a_record_that_fills_a_segment_to_its_last_byte_is_followed_by_the_next_segment() {
    try (CommitLog log = open()) {
      log.append(TYPE, new byte[SEGMENT - RecordFormat.BEGIN - RecordFormat.HEADER]);
      long next = log.append(TYPE, bytes("next"));
      assertThat(next).isEqualTo(SEGMENT + RecordFormat.BEGIN);
    }
    try (CommitLog log = open()) {
      assertThat(contents(log)).hasSize(2).endsWith("next");
    }
  }

  @Test
  void a_record_larger_than_a_segment_is_refused_and_leaves_nothing_behind() {
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("before"));
      assertThatThrownBy(() -> log.append(TYPE, new byte[SEGMENT]))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("over the limit");
      log.append(TYPE, bytes("after"));
      assertThat(contents(log)).containsExactly("before", "after");
    }
  }

  @Test
  void a_log_cut_at_any_byte_of_its_last_record_recovers_all_before_it() throws IOException {
    long lastRecord;
    long end;
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("kept one"));
      log.append(TYPE, bytes("kept two"));
      lastRecord = log.append(TYPE, bytes("the last record, of which only a part is left"));
      end = log.end();
    }
    byte[] whole = Files.readAllBytes(segmentFiles().get(0));
    for (long cut = lastRecord; cut < end; cut++) {
      Files.write(segmentFiles().get(0), java.util.Arrays.copyOf(whole, (int) cut));
      try (CommitLog log = open()) {
        assertThat(contents(log)).as("cut at byte %d", cut).containsExactly("kept one", "kept two");
        log.append(TYPE, bytes("new"));
        assertThat(contents(log))
            .as("cut at byte %d", cut)
            .containsExactly("kept one", "kept two", "new");
      }
    }
  }

  @Test
  void any_altered_byte_of_the_last_record_is_noticed() throws IOException {
    long lastRecord;
    long end;
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("kept"));
      lastRecord = log.append(TYPE, bytes("torn by a crash"));
      end = log.end();
    }
    byte[] whole = Files.readAllBytes(segmentFiles().get(0));
    for (int at = (int) lastRecord; at < end; at++) {
      byte[] altered = whole.clone();
      altered[at] ^= 0x41;
      Files.write(segmentFiles().get(0), altered);
      try (CommitLog log = open()) {
        assertThat(contents(log)).as("altered byte %d", at).containsExactly("kept");
      }
    }
  }

  @Test
  void a_bad_record_that_a_later_one_knew_as_durable_is_damage_and_names_file_and_offset()
      throws IOException {
    long damaged;
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("one"));
      damaged = log.append(TYPE, bytes("two"));
      log.flush().run();
      log.append(TYPE, bytes("three"));
    }
    alter(segmentFiles().get(0), damaged + RecordFormat.HEADER);

    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(segmentFiles().get(0).toString())
        .hasMessageContaining("at byte " + damaged);
  }

  @Test
  void unflushed_writes_that_reached_the_disk_in_another_order_are_a_torn_tail()
      throws IOException {
    long lost;
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("durable"));
      log.flush().run();
      lost = log.append(TYPE, bytes("lost"));
      log.append(TYPE, bytes("arrived before it"));
    }
    alter(segmentFiles().get(0), lost + RecordFormat.HEADER);

    try (CommitLog log = open()) {
      assertThat(contents(log)).containsExactly("durable");
    }
  }

  @Test
  void a_log_shorter_than_it_was_known_to_be_durable_is_damage() throws IOException {
    long durable;
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("one"));
      log.append(TYPE, bytes("two"));
      durable = log.end();
    }
    try (FileChannel file = FileChannel.open(segmentFiles().get(0), StandardOpenOption.WRITE)) {
      file.truncate(durable - 1);
    }
    assertThatThrownBy(
            () ->
                CommitLog.open(
                    new NioDisk(),
                    folder,
                    SEGMENT,
                    FlushMode.ASYNC,
                    CLOCK,
                    new LogExtent(0, 0, durable, false)))
        .isInstanceOf(DamagedLogException.class);
  }

  @Test
  void damage_in_a_full_segment_is_reported_when_it_is_read_and_never_passed_over()
      throws IOException {
    List<Long> positions = new ArrayList<>();
    try (CommitLog log = open()) {
      for (int i = 0; i < 10; i++) {
        positions.add(log.append(TYPE, new byte[1000]));
      }
    }
    alter(segmentFiles().get(0), positions.get(1) + 100);

    try (CommitLog log = open()) {
      assertThat(log.read(positions.get(0)).capacity()).isEqualTo(1000);
      assertThatThrownBy(() -> log.read(positions.get(1)))
          .isInstanceOf(DamagedLogException.class)
          .hasMessageContaining("at byte " + positions.get(1));
      assertThatThrownBy(() -> contents(log)).isInstanceOf(DamagedLogException.class);
    }
  }

  @Test
  void a_zeroed_record_in_a_full_segment_is_damage_and_not_the_segments_end() throws IOException {
    long second;
    try (CommitLog log = open()) {
      log.append(TYPE, new byte[1000]);
      second = log.append(TYPE, new byte[1000]);
      log.append(TYPE, new byte[3000]);
    }
    try (FileChannel file = FileChannel.open(segmentFiles().get(0), StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.allocate((int) (SEGMENT - second)), second);
    }
    try (CommitLog log = open()) {
      assertThatThrownBy(() -> contents(log)).isInstanceOf(DamagedLogException.class);
    }
  }

  @Test
  void a_missing_segment_is_damage() throws IOException {
    try (CommitLog log = open()) {
      for (int i = 0; i < 10; i++) {
        log.append(TYPE, new byte[2000]);
      }
    }
    Files.delete(segmentFiles().get(1));

    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining("00000000000000004096.log, is missing");
  }

  @Test
  void under_sync_flush_an_append_is_durable_only_after_the_flush() {
    try (CommitLog log =
        CommitLog.open(
            new NioDisk(), folder, SEGMENT, FlushMode.SYNC, CLOCK, LogExtent.unknown(0))) {
      log.append(TYPE, bytes("one"));
      CompletableFuture<Void> one = log.durable(log.end());
      log.append(TYPE, bytes("two"));
      CompletableFuture<Void> two = log.durable(log.end());

      assertThat(one).isNotDone();
      log.flush().run();
      assertThat(one).isCompleted();
      assertThat(two).isCompleted();
      assertThat(log.durable(log.end())).isCompleted();
    }
  }

  @Test
  void under_async_flush_an_append_counts_at_once() {
    try (CommitLog log = open()) {
      log.append(TYPE, bytes("one"));
      assertThat(log.durable(log.end())).isCompleted();
    }
  }

  @Test
  void a_full_disk_refuses_the_append_keeps_the_rest_and_resumes_when_there_is_room() {
    FaultyDisk disk = new FaultyDisk();
    try (CommitLog log =
        CommitLog.open(disk, folder, SEGMENT, FlushMode.ASYNC, CLOCK, LogExtent.unknown(0))) {
      log.append(TYPE, bytes("before"));
      disk.failWritesAfter(10);
      assertThatThrownBy(
              () -> log.append(TYPE, List.of(bytes("refused one"), new byte[3000], new byte[3000])))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("No space left");
      assertThat(contents(log)).containsExactly("before");

      disk.heal();
      log.append(TYPE, bytes("after"));
      assertThat(contents(log)).containsExactly("before", "after");
    }
    try (CommitLog log = open()) {
      assertThat(contents(log)).containsExactly("before", "after");
    }
  }

  @Test
  void a_disk_that_cannot_flush_makes_no_further_promise() {
    FaultyDisk disk = new FaultyDisk();
    CommitLog log =
        CommitLog.open(disk, folder, SEGMENT, FlushMode.SYNC, CLOCK, LogExtent.unknown(0));
    log.append(TYPE, bytes("never durable"));
    CompletableFuture<Void> durable = log.durable(log.end());

    disk.failForce();
    log.flush().run();

    assertThat(durable).isCompletedExceptionally();
    assertThatThrownBy(() -> log.append(TYPE, bytes("refused")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot make the commit log durable");
    log.close();
  }

  @Test
  @Timeout(30)
  void much_that_is_not_durable_is_flushed_without_waiting() throws InterruptedException {
    try (CommitLog log = openLong(new NioDisk())) {
      for (int i = 0; i < 5; i++) {
        log.append(TYPE, new byte[4 << 20]);
      }

      // Waiting for the interval each time would take 500 s.
      for (int i = 0; i < 1_000; i++) {
        assertThat(log.flush().await()).isTrue();
      }
    }
  }

  @Test
  void a_disk_that_cannot_flush_is_not_asked_again_and_again() throws InterruptedException {
    FaultyDisk disk = new FaultyDisk();
    try (CommitLog log = openLong(disk)) {
      for (int i = 0; i < 5; i++) {
        log.append(TYPE, new byte[4 << 20]);
      }
      disk.failForce();
      log.flush().run();

      long begun = System.nanoTime();
      log.flush().await();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(400));
    }
  }

  private CommitLog openLong(Disk disk) {
    return CommitLog.open(disk, folder, 64 << 20, FlushMode.ASYNC, CLOCK, LogExtent.unknown(0));
  }

  private CommitLog open() {
    return CommitLog.open(
        new NioDisk(), folder, SEGMENT, FlushMode.ASYNC, CLOCK, LogExtent.unknown(0));
  }

  private List<Path> segmentFiles() throws IOException {
    return new NioDisk().list(folder);
  }

  private static void alter(Path file, long place) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, place);
      one.put(0, (byte) (one.get(0) ^ 0x41));
      channel.write(one.rewind(), place);
    }
  }

  private List<String> contents(CommitLog log) {
    List<String> contents = new ArrayList<>();
    try {
      LogFiles.inspect(new NioDisk(), folder, SEGMENT, LogExtent.unknown(0))
          .scan(
              log.begin(),
              log.end(),
              (position, type, payload) -> {
                assertThat(text(log.read(position))).isEqualTo(text(payload));
                contents.add(text(payload));
              });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(ByteBuffer payload) {
    return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
  }
}
