package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.ForwardingDisk;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Retention;
import io.openons.broker.store.view.ConsumeQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Goal: fsck and a start agree about each damage of each file, and nobody changes what an operator
 * has to decide about. Method: a table of damages, done to copies of a folder that was stopped or
 * killed; each copy is checked, started and read. A failure means an operator who is told that a
 * broken folder is fine, messages lost without a word, or a folder that cannot be started for
 * nothing.
 */
class DamageTest {
  private static final int SEGMENT = 8 << 10;
  private static final int MESSAGES = 100;
  private static final QueueKey QUEUE = new QueueKey(3, 1);
  private static final RecordKey KEY = new RecordKey((byte) 1, "key");
  private static final StoreOptions OPTIONS =
      new StoreOptions(SEGMENT, FlushMode.ASYNC, Retention.DEFAULT, 1);

  private static final Map<String, String> FILES =
      Map.of(
          "format", "openons.format",
          "lock", "lock",
          "first", "log/00000000000000000000.log",
          "middle", "log/00000000000000016384.log",
          "last", "log/00000000000000032768.log",
          "checkpoint", "views/checkpoint",
          "queue", "views/queues/3/1.00000000000000000000.queue",
          "index", "views/index/00000000000000008192.index",
          "log", "log",
          "views", "views");

  @TempDir static Path originals;
  @TempDir Path parent;
  private final List<String> report = new ArrayList<>();

  /** What the last start that went on found. */
  private int readable;

  @BeforeAll
  static void fill() throws IOException {
    fill(originals.resolve("stopped"), 0, true);
    fill(originals.resolve("killed"), 0, false);
    fill(originals.resolve("other"), 7, true);
  }

  private static void fill(Path folder, int time, boolean stopped) throws IOException {
    try (DataFolder data = DataFolder.open(folder)) {
      Journal journal = Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system());
      for (int i = 0; i < MESSAGES; i++) {
        journal.append(
            List.of(new QueueRecord(QUEUE, time + i, i, new int[] {i % 7}, text(i), null)));
      }
      journal.put(KEY, new byte[10]);
      if (stopped) {
        journal.close();
      } else {
        journal.checkpoint();
        journal.append(
            List.of(new QueueRecord(QUEUE, MESSAGES, 0, new int[0], text(MESSAGES), null)));
      }
    }
  }

  private static byte[] text(int number) {
    return ("message %d%s".formatted(number, " ".repeat(300))).getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}: {1} {2}: fsck {3}, a start {4}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stopped | nothing    | -              | sound | goes on | 0 faults
          killed  | nothing    | -              | sound | goes on | 0 faults
          stopped | format     | missing        | fault | refused | openons.format is missing; restore it
          stopped | format     | empty          | fault | refused | openons.format is damaged; restore it
          stopped | format     | cut            | fault | refused | openons.format is damaged
          stopped | format     | longer         | fault | refused | openons.format is damaged
          stopped | format     | one bit        | fault | refused | openons.format is damaged
          stopped | format     | binary         | fault | refused | openons.format is damaged
          stopped | format     | version 99     | fault | refused | use the broker that wrote it
          stopped | format     | a folder       | fault | refused | openons.format is a folder where a file belongs
          stopped | format     | another's      | fault | refused | the segment is of another
          stopped | format     | not allowed    | fault | refused | openons.format is denied; check that this user
          stopped | lock       | missing        | sound | goes on | 0 faults
          stopped | lock       | longer         | sound | goes on | 0 faults
          stopped | lock       | binary         | sound | goes on | 0 faults
          stopped | lock       | a folder       | fault | refused | lock is a folder where a file belongs
          stopped | first      | missing        | fault | refused | the segment before it, 00000000000000000000.log, is
          stopped | first      | empty          | fault | refused | 00000.log at byte 0: the file ends here
          stopped | first      | cut            | fault | refused | 00000.log at byte 4096: the file ends here
          stopped | first      | longer         | fault | refused | 00000.log at byte 8192: the file goes on here
          stopped | first      | one bit        | fault | goes on | 00000.log at byte 3872: no readable record
          stopped | first      | first bit      | fault | refused | 00000.log at byte 0: no readable record
          stopped | first      | a folder       | fault | refused | 00000.log is a folder where a file belongs
          stopped | first      | another's      | fault | refused | 00000.log at byte 0: the segment is of another
          stopped | first      | not allowed    | fault | refused | 00000.log is denied; check that this user
          stopped | first      | zeros          | fault | refused | 00000.log at byte 0: no readable record
          stopped | middle     | missing        | fault | refused | the segment before it, 00000000000000016384.log, is
          stopped | middle     | empty          | fault | refused | 16384.log at byte 0: the file ends here
          stopped | middle     | cut            | fault | refused | 16384.log at byte 4096: the file ends here
          stopped | middle     | longer         | fault | refused | 16384.log at byte 8192: the file goes on here
          stopped | middle     | one bit        | fault | goes on | 16384.log at byte 3882: no readable record
          stopped | middle     | a folder       | fault | refused | 16384.log is a folder where a file belongs
          stopped | middle     | another's      | fault | refused | 16384.log at byte 0: the segment is of another
          stopped | middle     | not allowed    | fault | refused | 16384.log is denied
          stopped | last       | missing        | fault | refused | the segment after it, 00000000000000032768.log, is
          stopped | last       | empty          | fault | refused | 32768.log at byte 0: no readable record, but
          stopped | last       | cut            | fault | refused | no readable record, but the log was durable up to
          stopped | last       | longer         | fault | refused | the broker stopped in good order
          stopped | last       | longer, zeros  | sound | goes on | 0 faults
          stopped | last       | one bit        | fault | refused | no readable record, but the log was durable up to
          stopped | last       | a folder       | fault | refused | 32768.log is a folder where a file belongs
          stopped | last       | another's      | fault | refused | 32768.log at byte 0: the segment is of another
          stopped | last       | not allowed    | fault | refused | 32768.log is denied
          killed  | last       | missing        | fault | refused | the segment after it, 00000000000000032768.log, is
          killed  | last       | empty          | fault | refused | no readable record, but the log was durable up to
          killed  | last       | cut            | fault | refused | no readable record, but the log was durable up to
          killed  | last       | torn           | sound | goes on | a write that was never completed
          killed  | last       | longer         | fault | refused | 32768.log at byte 8192: the file goes on here
          killed  | last       | one bit        | fault | refused | no readable record, but the
          stopped | log        | missing        | fault | refused | all segments are missing, but the log reached
          stopped | log        | a file         | fault | refused | log is a file where a folder belongs
          stopped | log        | empty folder   | fault | refused | all segments are missing, but the log reached
          stopped | checkpoint | missing        | sound | goes on | 0 faults
          stopped | checkpoint | empty          | fault | goes on | checkpoint at byte 0: not a checkpoint of this log
          stopped | checkpoint | cut            | fault | goes on | checkpoint at byte 0: not a checkpoint of this log
          stopped | checkpoint | longer         | fault | goes on | checkpoint at byte 0: not a checkpoint of this log
          stopped | checkpoint | one bit        | fault | goes on | checkpoint at byte 0: not a checkpoint of this log
          stopped | checkpoint | a folder       | fault | refused | checkpoint is a folder where a file belongs
          stopped | checkpoint | another's      | fault | goes on | checkpoint at byte 0: not a checkpoint of this log
          stopped | checkpoint | not allowed    | fault | refused | checkpoint is denied
          stopped | queue      | missing        | fault | goes on | 00000.queue at byte 0:
          stopped | queue      | empty          | fault | goes on | 00000.queue at byte 0:
          stopped | queue      | cut            | fault | goes on | 00000.queue ends at byte 1000
          stopped | queue      | longer         | sound | goes on | 0 faults
          stopped | queue      | one bit        | fault | goes on | 00000.queue at byte 1000: offset 50 is
          stopped | queue      | a folder       | fault | refused | 00000.queue is a folder where a file belongs
          stopped | queue      | another's      | fault | goes on | 00000.queue at byte 0: offset 0 is
          stopped | queue      | not allowed    | fault | refused | 00000.queue is denied
          stopped | index      | missing        | fault | goes on | 08192.index at byte 0: missing
          stopped | index      | empty          | fault | goes on | 08192.index at byte 0: not what the log holds
          stopped | index      | cut            | fault | goes on | 08192.index at byte
          stopped | index      | longer         | fault | goes on | 08192.index at byte
          stopped | index      | one bit        | fault | goes on | 08192.index at byte
          stopped | index      | a folder       | fault | refused | 08192.index is a folder where a file belongs
          stopped | index      | another's      | fault | goes on | 08192.index at byte
          stopped | index      | not allowed    | fault | refused | 08192.index is denied
          stopped | views      | missing        | sound | goes on | 0 faults
          stopped | views      | a file         | fault | refused | views is a file where a folder belongs
          stopped | views      | another's      | fault | goes on | checkpoint at byte 0: not a checkpoint of this log
          stopped | views first  | missing      | fault | refused | the segment before it, 00000000000000000000.log, is
          stopped | views last   | missing      | fault | refused | the segment after it, 00000000000000032768.log, is
          stopped | views middle | one bit      | fault | refused | 16384.log at byte 3882: no readable record
          killed  | views last   | missing      | fault | refused | the segment after it, 00000000000000032768.log, is
          killed  | queue        | cut          | fault | goes on | 00000.queue ends at byte
          killed  | checkpoint   | one bit      | fault | goes on | checkpoint at byte 0: not a checkpoint of this log
          """)
  void fsck_and_a_start_agree(
      String state, String files, String damage, String fsck, String start, String text)
      throws IOException {
    Path folder = copy(originals.resolve(state), parent.resolve("data"));
    DenyingDisk disk = new DenyingDisk();
    for (String file : files.split(" ")) {
      if (!file.equals("nothing")) {
        // The views that are named beside a segment are deleted.
        boolean isBeside = file.equals("views") && !files.equals("views");
        damage(isBeside ? "missing" : damage, folder, FILES.get(file), disk);
      }
    }
    Map<String, byte[]> before = content(folder);

    boolean isSound = fsck(folder, disk, false);
    assertThat(isSound ? "sound" : "fault").as("%s", report).isEqualTo(fsck);
    assertThat(content(folder)).as("after fsck").containsExactlyEntriesOf(before);

    String refusal = start(folder, disk);
    assertThat(refusal == null ? "goes on" : "refused").as("%s", refusal).isEqualTo(start);
    assertThat(String.join("\n", report)).contains(text);
    if (refusal != null) {
      assertThat(refusal).contains(text);
      assertThat(withoutViews(content(folder)))
          .as("after the start")
          .containsExactlyEntriesOf(withoutViews(before));
      assertThat(report).anyMatch(line -> line.startsWith("a start is refused: "));
      String predicted = report.get(report.size() - 1).substring("a start is refused: ".length());
      assertThat(refusal).contains(predicted);
    } else {
      assertThat(report).contains("a start goes on");
      boolean isRecordLost = damage.equals("one bit") && "first middle".contains(files);
      boolean isLastLost = damage.equals("torn");
      int written = state.equals("killed") ? MESSAGES + 1 : MESSAGES;
      assertThat(readable).isEqualTo(written - (isRecordLost || isLastLost ? 1 : 0));
      if (!isRecordLost) {
        report.clear();
        assertThat(fsck(folder, new NioDisk(), false)).as("%s", report).isTrue();
      }
    }
  }

  private boolean fsck(Path folder, Disk disk, boolean repair) {
    try {
      return Fsck.run(folder, disk, SEGMENT, repair, List.of(), report::add);
    } catch (StoreException e) {
      // Not even checked.
      report.add("a start is refused: " + e.getMessage().replaceFirst(".*: ", ""));
      return false;
    }
  }

  /** Starts a broker and reads all; returns why the start was refused, null when it was not. */
  private String start(Path folder, DenyingDisk disk) {
    try (DataFolder data = DataFolder.open(folder);
        Journal journal = Journal.open(data, disk, OPTIONS, InstantSource.system())) {
      readable = 0;
      ConsumeQueue queue = journal.queue(QUEUE);
      for (long offset = 0; offset < queue.size(); offset++) {
        byte[] expected = text((int) offset);
        try {
          byte[] found = new byte[expected.length];
          journal.read(QUEUE, offset, queue.entry(offset)).get(found);
          assertThat(found).isEqualTo(expected);
          readable++;
        } catch (StoreException e) {
          assertThat(e).hasMessageContaining("no readable record");
        }
      }
      assertThat(journal.latest(KEY.kind())).containsOnlyKeys(KEY.name());
      return null;
    } catch (StoreException e) {
      return e.getMessage();
    }
  }

  private static void damage(String kind, Path folder, String name, DenyingDisk disk)
      throws IOException {
    Path file = folder.resolve(name);
    Path other = originals.resolve("other").resolve(name);
    switch (kind) {
      case "missing" -> new NioDisk().deleteFolder(file);
      case "empty" -> Files.write(file, new byte[0]);
      case "cut" -> Files.write(file, Arrays.copyOf(read(file), read(file).length / 2));
      case "longer" ->
          Files.write(
              file,
              "garbage".repeat(9).getBytes(StandardCharsets.UTF_8),
              StandardOpenOption.APPEND);
      case "longer, zeros" -> Files.write(file, new byte[500], StandardOpenOption.APPEND);
      case "zeros" -> Files.write(file, new byte[read(file).length]);
      case "one bit" -> flip(file, read(file).length / 2);
      case "first bit" -> flip(file, 0);
      case "torn" -> flip(file, used(read(file)) - 20);
      case "binary" -> Files.write(file, new byte[] {0, -1, 17, 3, -128});
      case "version 99" -> Files.writeString(file, "openons data folder, format 99\n");
      case "a folder" -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      case "empty folder" -> {
        new NioDisk().deleteFolder(file);
        Files.createDirectory(file);
      }
      case "a file" -> {
        new NioDisk().deleteFolder(file);
        Files.writeString(file, "a file");
      }
      case "another's" -> {
        new NioDisk().deleteFolder(file);
        copy(other, file);
      }
      case "not allowed" -> disk.denied = file;
      default -> throw new IllegalArgumentException(kind);
    }
  }

  private static byte[] read(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = read(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private static int used(byte[] bytes) {
    int used = bytes.length;
    while (bytes[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /** Returns the content of all files but the lock. */
  private static Map<String, byte[]> content(Path folder) throws IOException {
    Map<String, byte[]> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (!name.equals("lock")) {
          content.put(name, read(file));
        }
      }
    }
    return content;
  }

  private static Map<String, byte[]> withoutViews(Map<String, byte[]> content) {
    Map<String, byte[]> without = new TreeMap<>(content);
    without.keySet().removeIf(name -> name.startsWith("views/"));
    return without;
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return to;
  }

  /** A disk on which one file may not be opened. */
  private static final class DenyingDisk extends ForwardingDisk {
    private Path denied;

    private void check(Path file) throws IOException {
      if (file.equals(denied)) {
        throw new AccessDeniedException(file.toString());
      }
    }

    @Override
    public DiskFile open(Path file) throws IOException {
      check(file);
      return super.open(file);
    }

    @Override
    public DiskFile openReadOnly(Path file) throws IOException {
      check(file);
      return super.openReadOnly(file);
    }

    @Override
    public byte[] read(Path file) throws IOException {
      check(file);
      return super.read(file);
    }
  }
}
