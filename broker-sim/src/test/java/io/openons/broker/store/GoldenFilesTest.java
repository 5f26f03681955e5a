package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.LogExtent;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what is on disk means the same in every version of the broker. Method: the files of a small
 * folder, byte by byte, as they were when the format was fixed ({@code src/test/resources/store});
 * a folder of these bytes is opened too. A failure means that the format changed: give it a new
 * number, and say in the changelog what becomes of old folders.
 */
class GoldenFilesTest {
  private static final int SEGMENT = 512;
  private static final QueueKey QUEUE = new QueueKey(3, 1);
  private static final StoreOptions OPTIONS =
      new StoreOptions(SEGMENT, FlushMode.ASYNC, Retention.DEFAULT, 1);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
  private static final String FIRST = "log/00000000000000000000.log";
  private static final String LAST = "log/00000000000000000512.log";
  private static final String QUEUE_FILE = "views/queues/3/1.00000000000000000000.queue";
  private static final String INDEX = "views/index/00000000000000000000.index";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"openons.format", FIRST, LAST, "views/checkpoint", QUEUE_FILE, INDEX})
  void a_file_is_written_as_it_always_was(String file) throws IOException {
    write();
    assertThat(hex(Files.readAllBytes(folder.resolve(file)))).isEqualTo(golden(file));
  }

  @Test
  void a_folder_that_an_earlier_build_wrote_is_read() throws IOException {
    for (String file :
        List.of("openons.format", FIRST, LAST, "views/checkpoint", QUEUE_FILE, INDEX)) {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.write(path, HexFormat.of().parseHex(golden(file).replaceAll("\\s", "")));
    }
    assertThat(Fsck.run(folder, new NioDisk(), SEGMENT, false, List.of(), line -> {})).isTrue();
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = Journal.open(data, new NioDisk(), OPTIONS, CLOCK)) {
      assertThat(journal.queue(QUEUE).size()).isEqualTo(5);
      assertThat(journal.read(QUEUE, 4, journal.queue(QUEUE).entry(4)))
          .isEqualTo(StandardCharsets.UTF_8.encode("message 4"));
      assertThat(journal.value(new RecordKey((byte) 1, "key"))).containsExactly(1, 2, 3);
    }
  }

  /** One record of each type. */
  private void write() throws IOException {
    try (DataFolder data = DataFolder.open(folder)) {
      FormatFile.write(new NioDisk(), folder, new LogExtent(0x0123456789abcdefL, 0, 0, true));
      try (Journal journal = Journal.open(data, new NioDisk(), OPTIONS, CLOCK)) {
        RecordKey key = new RecordKey((byte) 1, "key");
        for (int i = 0; i < 4; i++) {
          byte[] content = ("message " + i).getBytes(StandardCharsets.UTF_8);
          journal.append(
              List.of(
                  new QueueRecord(
                      QUEUE,
                      1000 + i,
                      i,
                      new int[] {i, 7},
                      content,
                      offset -> new KeyChange(key, new byte[] {1, 2, (byte) offset}))));
        }
        journal.put(new RecordKey((byte) 2, "gone"), new byte[] {9});
        journal.remove(new RecordKey((byte) 2, "gone"));
        journal.append(
            List.of(
                new QueueRecord(QUEUE, 1004, -1, "message 4".getBytes(StandardCharsets.UTF_8))));
        journal.append(List.of(new QueueRecord(new QueueKey(0, 9), 5, 0, new byte[1])));
        journal.forget(new QueueKey(0, 9));
      }
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder lines = new StringBuilder();
    for (int at = 0; at < bytes.length; at += 32) {
      lines
          .append(HexFormat.of().formatHex(bytes, at, Math.min(at + 32, bytes.length)))
          .append('\n');
    }
    return lines.toString();
  }

  private static String golden(String file) throws IOException {
    String name = "/store/" + file.replace('/', '_') + ".hex";
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
