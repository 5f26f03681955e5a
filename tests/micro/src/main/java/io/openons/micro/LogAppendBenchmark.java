package io.openons.micro;

import io.openons.broker.store.DataFolder;
import io.openons.broker.store.Journal;
import io.openons.broker.store.StoreOptions;
import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.view.ConsumeQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Appending records of 1 KiB to the log and reading one back, with its checksum. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogAppendBenchmark {
  /** Records that are appended together. */
  @Param({"1", "64"})
  int together;

  private Path folder;
  private DataFolder data;
  private Journal journal;
  private List<QueueRecord> records;
  private final QueueKey queue = new QueueKey(1, 0);
  private ConsumeQueue.Entry first;

  /** A fresh log for each iteration, since it grows by a gigabyte a second. */
  @Setup(Level.Iteration)
  public void open() throws IOException {
    folder = Files.createTempDirectory("openons-micro-");
    data = DataFolder.open(folder);
    journal = Journal.open(data, new NioDisk(), StoreOptions.DEFAULT, InstantSource.system());
    records = Collections.nCopies(together, new QueueRecord(queue, 1, 0, new byte[1_024]));
    journal.append(records);
    first = journal.queue(queue).entry(0);
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    journal.close();
    data.close();
    new NioDisk().deleteFolder(folder);
  }

  @Benchmark
  public long[] append() {
    return journal.append(records);
  }

  @Benchmark
  public int read() {
    return journal.read(queue, 0, first).remaining();
  }
}
