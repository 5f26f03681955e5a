package io.openons.broker.store;

import io.openons.broker.store.disk.AppendRefusedException;
import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.DiskUsage;
import io.openons.broker.store.disk.DiskWatermark;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.CommitLog;
import io.openons.broker.store.log.DamagedLogException;
import io.openons.broker.store.log.FlushObserver;
import io.openons.broker.store.log.GroupFlush;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.LatestValue;
import io.openons.broker.store.log.LogExtent;
import io.openons.broker.store.log.LogFiles;
import io.openons.broker.store.log.LogRecordTypes;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordDeletedException;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Retention;
import io.openons.broker.store.view.Checkpoint;
import io.openons.broker.store.view.ConsumeQueue;
import io.openons.broker.store.view.Views;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit log together with its views: the queues, the latest record of each key, and the index.
 *
 * <p>Whatever is appended changes the views in the same way when it is written and when it is
 * replayed at start, so deleting the views and starting again gives the same state. Views are saved
 * now and then, with the log position up to which they are saved; a start replays from there.
 *
 * <p>Safe on any thread.
 */
public final class Journal implements AutoCloseable {
  /**
   * How often views are saved and old segments deleted: a start after a crash replays what was
   * appended since, 10 s of it unless queues are many.
   */
  public static final Duration HOUSEKEEPING_INTERVAL = Duration.ofSeconds(10);

  /**
   * How often to check that views fit their memory bound; between checks they grow with traffic.
   */
  private static final Duration MEMORY_INTERVAL = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final CommitLog commitLog;
  private final Views views;
  private final Upkeep upkeep;
  private final DiskWatermark watermark;
  private final Path folder;
  private final Object lock = new Object();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<AgentThread> agents = new ArrayList<>();

  /** Knows which records still count. */
  @FunctionalInterface
  public interface Carrier {
    /**
     * Moves what still counts before a position of the log to its end, by {@link Journal#move}. All
     * else before that position is deleted after this.
     */
    void carry(long limit);
  }

  /** Sees records that were found. */
  @FunctionalInterface
  public interface Finder {
    /**
     * Takes one record; the content is read-only and stays valid. Returns whether more are wanted.
     */
    boolean found(QueueKey queue, long offset, ConsumeQueue.Entry entry, ByteBuffer content);
  }

  private Journal(
      Disk disk,
      Path folder,
      CommitLog commitLog,
      Views views,
      StoreOptions options,
      InstantSource clock) {
    this.folder = folder;
    this.commitLog = commitLog;
    this.views = views;
    this.upkeep = new Upkeep(disk, folder, commitLog, views, options, clock, lock, this::append);
    this.watermark = new DiskWatermark(disk, folder, options.diskWatermark());
  }

  /**
   * Opens the journal of a data folder and brings its views up to the end of the log.
   *
   * @param clock the time of records, and what their age is judged by
   * @throws DamagedLogException when something that had been stored cannot be read
   * @throws StoreException when the files cannot be used
   */
  public static Journal open(
      DataFolder folder, Disk disk, StoreOptions options, InstantSource clock) {
    LogExtent known = known(disk, folder);
    LogFiles files;
    Views views;
    try {
      files = LogFiles.inspect(disk, folder.log(), options.segmentBytes(), known);
      views = Views.open(disk, folder.views(), options.segmentBytes(), known.id());
      replay(files, views, options.segmentBytes());
    } catch (IOException e) {
      throw StoreException.of("the commit log in %s cannot be read".formatted(folder.log()), e);
    }
    // The log was not touched so far: an operator decides about one that cannot be read.
    if (known.stopped()) {
      // From the first write on, an unfinished one is no damage.
      LogExtent running = new LogExtent(known.id(), known.begin(), known.durable(), false);
      FormatFile.write(disk, folder.path(), running);
    }
    CommitLog commitLog =
        CommitLog.open(
            disk, folder.log(), options.segmentBytes(), options.flushMode(), clock, known, files);
    return new Journal(disk, folder.path(), commitLog, views, options, clock);
  }

  /** Returns what the log of a folder has to hold, as its format file and its checkpoint know. */
  static LogExtent known(Disk disk, DataFolder folder) {
    LogExtent format = FormatFile.read(disk, folder.path());
    LogExtent known = format == null ? DataFolder.NO_LOG : format;
    try {
      Checkpoint saved = Views.load(disk, folder.views(), known.id());
      return saved == null || saved.position() <= known.durable()
          ? known
          : new LogExtent(known.id(), known.begin(), saved.position(), false);
    } catch (IOException e) {
      throw StoreException.of("the views in %s cannot be read".formatted(folder.views()), e);
    }
  }

  private static void replay(LogFiles files, Views views, int segmentBytes) throws IOException {
    for (long segment : files.segments().keySet()) {
      long limit = Math.min(segment + segmentBytes, files.end());
      files.scan(views.replayFrom(segment), limit, views::replay);
    }
    views.endReplay();
  }

  /** Starts the threads that flush the log, save the views and delete what is old. */
  public void startAgents() {
    GroupFlush flush = commitLog.flush();
    agents.add(
        new AgentThread(
            "ons-log-flush",
            () -> {
              boolean more = flush.await();
              flush.run();
              return more;
            }));
    agents.add(
        AgentThread.every(HOUSEKEEPING_INTERVAL, "ons-checkpoint", closing, this::keepHouse));
    // Apart from the other, which fails on a full disk and takes as long as the disk likes.
    agents.add(AgentThread.every(MEMORY_INTERVAL, "ons-view-memory", closing, this::boundMemory));
  }

  /** Sets who sees each flush of the log, for metrics; one observer at a time. */
  public void observeFlushes(FlushObserver observer) {
    commitLog.flush().observe(observer);
  }

  /** Moves what views hold in memory to their files where it is much; the agents do this. */
  void boundMemory() {
    upkeep.boundMemory();
  }

  /** Sets who knows which records still count. */
  public void setCarrier(Carrier carrier) {
    upkeep.setCarrier(carrier);
  }

  /** Deletes what is old and saves the views; the agents do this, tests may. */
  public void keepHouse() {
    upkeep.keepHouse();
  }

  /** Appends records of another type than {@link LogRecordTypes#QUEUED}, under the lock. */
  private void append(byte type, List<byte[]> payloads) {
    long[] positions = commitLog.append(type, payloads);
    for (int i = 0; i < positions.length; i++) {
      views.apply(positions[i], type, ByteBuffer.wrap(payloads.get(i)));
    }
  }

  /**
   * Appends records to their queues, in order, and returns their offsets in the queues.
   *
   * @throws AppendRefusedException when the disk is full or fails; then none of them was stored
   */
  public long[] append(List<QueueRecord> records) {
    long[] offsets = new long[records.size()];
    List<byte[]> payloads = new ArrayList<>(offsets.length);
    synchronized (lock) {
      Map<QueueKey, Integer> earlierInBatch = offsets.length == 1 ? Map.of() : new HashMap<>();
      for (int i = 0; i < offsets.length; i++) {
        QueueRecord record = records.get(i);
        offsets[i] = queue(record.queue()).size();
        if (offsets.length > 1) {
          offsets[i] += earlierInBatch.merge(record.queue(), 1, Integer::sum) - 1;
        }
        payloads.add(record.payload(offsets[i]));
      }
      long[] positions = commitLog.append(LogRecordTypes.QUEUED, payloads);
      for (int i = 0; i < offsets.length; i++) {
        views.apply(positions[i], offsets[i], records.get(i));
      }
    }
    return offsets;
  }

  /**
   * Puts a record to the end of its queue, which begins behind the record's old place from then on.
   *
   * @param from its offset now
   * @param change the key that changes with it, given the offset that the record gets
   * @return its new offset
   */
  public long move(QueueKey key, long from, LongFunction<KeyChange> change) {
    synchronized (lock) {
      ConsumeQueue queue = queue(key);
      ConsumeQueue.Entry entry = queue.entry(from);
      ByteBuffer record = record(key, from, entry);
      byte[] content = new byte[QueueRecord.content(record).remaining()];
      QueueRecord.content(record).get(content);
      long offset = queue.size();
      byte[] moved =
          new QueueRecord(
                  key, entry.time(), entry.hash(), QueueRecord.findBy(record), content, change)
              .payload(offset);
      append(LogRecordTypes.MOVED, List.of(LogRecordTypes.moved(from, moved)));
      return offset;
    }
  }

  /** Sets the value of a key. */
  public void put(RecordKey key, byte[] value) {
    synchronized (lock) {
      change(new KeyChange(key, value));
    }
  }

  /** Removes a key; no error when it has no value. */
  public void remove(RecordKey key) {
    synchronized (lock) {
      if (views.latest().containsKey(key)) {
        change(new KeyChange(key, null));
      }
    }
  }

  private void change(KeyChange change) {
    append(LogRecordTypes.KEY_CHANGED, List.of(change.encode()));
  }

  /** Returns the value of a key; null when it has none. */
  public byte[] value(RecordKey key) {
    synchronized (lock) {
      LatestValue latest = views.latest().get(key);
      return latest == null ? null : latest.value();
    }
  }

  /** Returns the values of all keys of a kind, by name. */
  public Map<String, byte[]> latest(byte kind) {
    Map<String, byte[]> found = new HashMap<>();
    synchronized (lock) {
      views
          .latest()
          .forEach(
              (key, latest) -> {
                if (key.kind() == kind) {
                  found.put(key.name(), latest.value());
                }
              });
    }
    return found;
  }

  /** Returns the keys of all queues of a topic that ever had a record. */
  public List<QueueKey> queues(int topic) {
    return views.queues().keySet().stream().filter(key -> key.topic() == topic).toList();
  }

  /** Drops the view of a queue whose records nobody needs any more. */
  public void forget(QueueKey key) {
    synchronized (lock) {
      append(LogRecordTypes.QUEUE_FORGOTTEN, List.of(LogRecordTypes.queueForgotten(key)));
    }
  }

  /** Returns the queue with a key; an empty one when nothing was ever appended to it. */
  public ConsumeQueue queue(QueueKey key) {
    return views.queue(key);
  }

  /**
   * Returns the content of the record of an entry of a queue, as a read-only slice of the log,
   * which outlives the deletion of the record.
   *
   * @throws RecordDeletedException when the record is deleted
   */
  public ByteBuffer read(QueueKey key, long offset, ConsumeQueue.Entry entry) {
    return QueueRecord.content(record(key, offset, entry));
  }

  /** Returns the payload of the {@link QueueRecord} that is at an entry's position. */
  private ByteBuffer record(QueueKey key, long offset, ConsumeQueue.Entry entry) {
    ByteBuffer record = commitLog.readQueueRecord(entry.position());
    if (QueueRecord.offset(record) != offset || !QueueRecord.queue(record).equals(key)) {
      throw new StoreException(
          ("the view of queue %d/%d names a wrong record for offset %d; stop the broker and run"
                  + " 'ons-broker fsck --repair' on %s")
              .formatted(key.topic(), key.queue(), offset, folder));
    }
    return record;
  }

  /**
   * Shows the records that carry a hash in {@link QueueRecord#findBy}, the newest first. Different
   * things can have the same hash, so the finder has to look.
   */
  public void find(int hash, Finder finder) {
    views.find(hash, position -> showFound(position, finder));
  }

  /**
   * Shows the record of a queue at a position that somebody names; nothing when there is none.
   *
   * @throws StoreException when the disk fails
   */
  public void show(long position, Finder finder) {
    ByteBuffer record;
    try {
      record = commitLog.readQueueRecord(position);
    } catch (RecordDeletedException | DamagedLogException notThere) {
      return;
    }
    if (record.capacity() < QueueRecord.PREFIX) {
      return;
    }
    QueueKey key = QueueRecord.queue(record);
    long offset = QueueRecord.offset(record);
    ConsumeQueue queue = views.queues().get(key);
    // Bytes that look like a record may be of a message; those of a record are in its queue's view.
    if (queue != null && offset >= queue.begin() && offset < queue.size()) {
      ConsumeQueue.Entry entry = queue.entry(offset);
      if (entry.position() == position) {
        finder.found(key, offset, entry, QueueRecord.content(record));
      }
    }
  }

  private boolean showFound(long position, Finder finder) {
    ByteBuffer record;
    try {
      record = commitLog.readQueueRecord(position);
    } catch (RecordDeletedException gone) {
      return false;
    }
    QueueKey key = QueueRecord.queue(record);
    ConsumeQueue.Entry entry =
        new ConsumeQueue.Entry(position, QueueRecord.time(record), QueueRecord.hash(record));
    return finder.found(key, QueueRecord.offset(record), entry, QueueRecord.content(record));
  }

  /**
   * Completes when everything appended before this call is stored in the sense of the {@link
   * FlushMode}.
   */
  public CompletableFuture<Void> durable() {
    return commitLog.durable(commitLog.end());
  }

  /** Makes everything appended so far durable; the agents do this, tests may. */
  public void flush() {
    commitLog.flush().runOrFail();
  }

  /** Returns where the log begins: the position of its oldest record. */
  public long begin() {
    return commitLog.begin();
  }

  /** Returns how long the log is kept. */
  public Retention retention() {
    return upkeep.retention();
  }

  /** Keeps the log for another time or size, until it is closed. */
  public void setRetention(Retention changed) {
    upkeep.setRetention(changed);
  }

  /** Returns how full the disk was when it was measured last. */
  public DiskUsage diskUsage() {
    return watermark.latest();
  }

  /** Returns where the log ends: the position of the next record. */
  public long end() {
    return commitLog.end();
  }

  /** Measures how full the disk is; to be called often. */
  public void measureDisk() {
    watermark.measure();
  }

  /**
   * Refuses what can wait when the disk was too full at the last measurement.
   *
   * @throws AppendRefusedException with the figures
   */
  public void checkRoom() {
    watermark.check();
  }

  /** Saves the views, unless nothing was appended since they were saved last. */
  public void checkpoint() {
    upkeep.checkpoint();
  }

  /** Makes everything durable, saves the views and closes the files. */
  @Override
  public void close() {
    closing.countDown();
    commitLog.flush().end();
    agents.forEach(AgentThread::close);
    try (commitLog) {
      checkpoint();
    }
    upkeep.stopped();
  }
}
