package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.openons.broker.store.disk.AppendRefusedException;
import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.ForwardingDisk;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.FlushMode;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.Retention;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a disk without room, or with a fault, is an error with a sentence; it never ends the
 * process and never keeps a broker from starting again. Method: a small tmpfs that is filled to its
 * last byte, where root may mount one; and a disk whose mappings fault wherever nothing was
 * written, or after the file was cut. A failure means a broker that dies with its disk.
 */
class TightDiskTest {
  private static final int SEGMENT = 1 << 20;
  private static final QueueKey QUEUE = new QueueKey(1, 0);
  private static final StoreOptions OPTIONS =
      new StoreOptions(SEGMENT, FlushMode.SYNC, Retention.DEFAULT, 1);

  @TempDir Path parent;

  @Test
  void on_a_full_tmpfs_appends_are_refused_and_a_killed_broker_starts_again() throws Exception {
    Path mount = Files.createDirectory(parent.resolve("tmpfs"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "none", mount.toString()),
        "a tmpfs can be mounted");
    try {
      long stored = fillUp(mount.resolve("data"));
      try (DataFolder data = DataFolder.open(mount.resolve("data"))) {
        Journal again = Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system());
        assertAllThere(again, stored);
        assertThatThrownBy(() -> append(again, 200 << 10)).isInstanceOf(StoreException.class);
        Files.delete(mount.resolve("filler"));
        append(again, 1000);
        assertAllThere(again, stored + 1);
        again.close();
      }
    } finally {
      assertThat(run("umount", "--lazy", mount.toString())).isTrue();
    }
  }

  /** Fills a disk with messages, then its last bytes with a file beside; returns the messages. */
  private long fillUp(Path folder) throws IOException {
    try (DataFolder data = DataFolder.open(folder)) {
      Journal journal = Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system());
      // The end of the log in the middle of a segment, with holes behind it.
      for (int i = 0; i < 20; i++) {
        append(journal, 60_000);
      }
      journal.checkpoint();
      try (FileChannel filler =
          FileChannel.open(
              folder.resolveSibling("filler"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        assertThatThrownBy(
                () -> {
                  while (true) {
                    filler.write(ByteBuffer.allocate(4096));
                  }
                })
            .isInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> append(journal, 60_000))
          .isInstanceOf(AppendRefusedException.class)
          .hasMessageContaining("free or repair the disk");
      long stored = journal.queue(QUEUE).size();
      assertAllThere(journal, stored);
      return stored;
      // Not closed, as if it was killed.
    }
  }

  @Test
  void a_start_and_fsck_read_nothing_through_a_mapping_where_nothing_was_written()
      throws IOException {
    Path folder = parent.resolve("data");
    try (DataFolder data = DataFolder.open(folder)) {
      Journal killed = Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system());
      append(killed, 1000);
    }
    HoleDisk disk = new HoleDisk();
    List<String> report = new ArrayList<>();
    assertThat(Fsck.run(folder, disk, SEGMENT, false, List.of(), report::add))
        .as("%s", report)
        .isTrue();
    try (DataFolder data = DataFolder.open(folder);
        Journal again = Journal.open(data, disk, OPTIONS, InstantSource.system())) {
      assertThat(again.queue(QUEUE).size()).isEqualTo(1);
    }
  }

  @Test
  void a_mapping_that_faults_is_an_error_with_the_file_and_the_byte() throws IOException {
    Path folder = parent.resolve("data");
    Path segment = folder.resolve("log/00000000000000000000.log");
    try (DataFolder data = DataFolder.open(folder)) {
      Journal journal = Journal.open(data, new NioDisk(), OPTIONS, InstantSource.system());
      append(journal, 20_000);
      append(journal, 20_000);
      // As a disk that can no longer read these pages.
      try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
        file.truncate(8192);
      }
      for (int offset = 0; offset < 2; offset++) {
        int faulty = offset;
        assertThatThrownBy(() -> journal.read(QUEUE, faulty, journal.queue(QUEUE).entry(faulty)))
            .isInstanceOf(StoreException.class)
            .hasMessageContaining(segment + " at byte ")
            .hasMessageContaining("cannot be read: the disk has a fault there");
      }
    }
  }

  private static void append(Journal journal, int length) {
    journal.append(List.of(new QueueRecord(QUEUE, 1, 0, new byte[length])));
  }

  private static void assertAllThere(Journal journal, long count) {
    assertThat(journal.queue(QUEUE).size()).isEqualTo(count);
    for (long offset = 0; offset < count; offset++) {
      journal.read(QUEUE, offset, journal.queue(QUEUE).entry(offset));
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException missing) {
      return false;
    }
    process.getInputStream().readAllBytes();
    return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** A disk whose mappings fault in whatever the file did not have when it was mapped. */
  private static final class HoleDisk extends ForwardingDisk {
    @Override
    public DiskFile open(Path file) throws IOException {
      return new HoleFile(super.open(file));
    }

    @Override
    public DiskFile openReadOnly(Path file) throws IOException {
      return new HoleFile(super.openReadOnly(file));
    }
  }

  private static final class HoleFile extends ForwardingDisk.ForwardingFile {
    HoleFile(Disk.DiskFile file) {
      super(file);
    }

    @Override
    public ByteBuffer map(long place, long size) throws IOException {
      long before = size();
      ByteBuffer mapped = super.map(place, size);
      if (before < size) {
        // What is mapped behind the end of a file faults.
        truncate(before);
      }
      return mapped;
    }
  }
}
