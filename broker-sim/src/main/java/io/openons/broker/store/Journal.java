package io.openons.broker.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The commit log together with its views: the queues, and the latest record of each key.
 *
 * <p>Whatever is appended goes through the same code when it is written and when it is replayed at
 * start, so deleting the views and starting again gives the same state. Views are saved now and
 * then, with the log position up to which they are saved; a start replays from there.
 *
 * <p>Safe on any thread.
 */
public final class Journal implements AutoCloseable {
  /**
   * How often views are saved: a start after a crash replays what was appended since, at most 10 s
   * of it.
   */
  public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private static final byte QUEUED = 1;
  private static final byte KEY_CHANGED = 2;

  private static final Logger log = LoggerFactory.getLogger(Journal.class);

  private final Disk disk;
  private final Path views;
  private final CommitLog commitLog;
  private final Object lock = new Object();
  private final Map<QueueKey, ConsumeQueue> queues = new ConcurrentHashMap<>();
  private final Map<RecordKey, byte[]> latest = new HashMap<>();
  private final Object checkpointLock = new Object();
  private long checkpointed;

  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<AgentThread> agents = new ArrayList<>();

  private Journal(Disk disk, Path views, CommitLog commitLog) {
    this.disk = disk;
    this.views = views;
    this.commitLog = commitLog;
  }

  /**
   * Opens the journal of a data folder and brings its views up to the end of the log.
   *
   * @param segmentSize bytes per segment file of the log
   * @throws DamagedLogException when something that had been stored cannot be read
   * @throws StoreException when the files cannot be used
   */
  public static Journal open(DataFolder folder, Disk disk, int segmentSize, FlushMode flushMode) {
    Checkpoint saved = loadCheckpoint(disk, folder.views());
    CommitLog commitLog =
        CommitLog.open(disk, folder.log(), segmentSize, flushMode, saved.position());
    Journal journal = new Journal(disk, folder.views(), commitLog);
    journal.restore(saved);
    return journal;
  }

  private static Checkpoint loadCheckpoint(Disk disk, Path views) {
    try {
      disk.createFolder(views);
      byte[] bytes = disk.read(checkpointFile(views));
      Checkpoint saved = bytes == null ? Checkpoint.beginning() : Checkpoint.decode(bytes);
      if (saved == null) {
        log.warn("{} is damaged: the views are computed again from the log", checkpointFile(views));
        return Checkpoint.beginning();
      }
      return saved;
    } catch (IOException e) {
      throw new StoreException("views in %s cannot be read: %s".formatted(views, e), e);
    }
  }

  private static Path checkpointFile(Path views) {
    return views.resolve("checkpoint");
  }

  private void restore(Checkpoint saved) {
    latest.putAll(saved.latest());
    saved.queueSizes().forEach((key, size) -> queues.put(key, newQueue(key, size)));
    commitLog.scan(Math.max(saved.position(), commitLog.begin()), this::apply);
    checkpointed = saved.position();
  }

  /** Starts the threads that flush the log and save the views. */
  public void startAgents() {
    agents.add(
        new AgentThread(
            "ons-log-flush",
            () -> {
              boolean more = commitLog.awaitFlush();
              commitLog.flush();
              return more;
            }));
    agents.add(
        new AgentThread(
            "ons-checkpoint",
            () -> {
              if (closing.await(CHECKPOINT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
              }
              checkpoint();
              return true;
            }));
  }

  /**
   * Appends records to their queues, in order, and returns their offsets in the queues.
   *
   * @throws StoreException when the disk is full or fails; then none of them was stored
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
      long[] positions = commitLog.append(QUEUED, payloads);
      for (int i = 0; i < offsets.length; i++) {
        QueueRecord record = records.get(i);
        queue(record.queue()).append(positions[i], record.time(), record.hash());
        if (record.change() != null) {
          record.change().apply(offsets[i]).applyTo(latest);
        }
      }
    }
    return offsets;
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
      if (latest.containsKey(key)) {
        change(new KeyChange(key, null));
      }
    }
  }

  private void change(KeyChange change) {
    commitLog.append(KEY_CHANGED, change.encode());
    change.applyTo(latest);
  }

  /** Returns the value of a key; null when it has none. */
  public byte[] value(RecordKey key) {
    synchronized (lock) {
      return latest.get(key);
    }
  }

  /** Returns the values of all keys of a kind, by name. */
  public Map<String, byte[]> latest(byte kind) {
    Map<String, byte[]> found = new HashMap<>();
    synchronized (lock) {
      latest.forEach(
          (key, value) -> {
            if (key.kind() == kind) {
              found.put(key.name(), value);
            }
          });
    }
    return found;
  }

  /** Returns the keys of all queues of a topic that ever had a record. */
  public List<QueueKey> queues(int topic) {
    return queues.keySet().stream().filter(key -> key.topic() == topic).toList();
  }

  /** Drops the view of a queue whose records nobody needs any more. */
  public void forget(QueueKey key) {
    ConsumeQueue forgotten = queues.remove(key);
    if (forgotten != null) {
      forgotten.delete();
    }
  }

  /** Returns the queue with a key; an empty one when nothing was ever appended to it. */
  public ConsumeQueue queue(QueueKey key) {
    ConsumeQueue queue = queues.get(key);
    return queue != null ? queue : queues.computeIfAbsent(key, absent -> newQueue(absent, 0));
  }

  /** Returns the content of the record of an entry of a queue, as a read-only slice of the log. */
  public ByteBuffer read(QueueKey key, long offset, ConsumeQueue.Entry entry) {
    ByteBuffer payload = commitLog.read(entry.position());
    if (QueueRecord.offset(payload) != offset || !QueueRecord.queue(payload).equals(key)) {
      throw new StoreException(
          "the view of queue %d/%d names a wrong record for offset %d; stop the broker, delete %s, start again"
              .formatted(key.topic(), key.queue(), offset, views));
    }
    return QueueRecord.content(payload);
  }

  /**
   * Completes when everything appended before this call is stored in the sense of the {@link
   * FlushMode}.
   */
  public CompletableFuture<Void> durable() {
    return commitLog.durable(commitLog.end());
  }

  /** Saves the views, unless nothing was appended since they were saved last. */
  public void checkpoint() {
    synchronized (checkpointLock) {
      long position;
      Map<RecordKey, byte[]> values;
      Map<QueueKey, Long> sizes = new HashMap<>();
      synchronized (lock) {
        position = commitLog.end();
        if (position == checkpointed) {
          return;
        }
        values = new HashMap<>(latest);
        queues.forEach((key, queue) -> sizes.put(key, queue.size()));
      }
      // A view must never know more than the log does after a power cut.
      commitLog.flush();
      queues.values().forEach(ConsumeQueue::save);
      try {
        disk.replace(checkpointFile(views), new Checkpoint(position, values, sizes).encode());
      } catch (IOException e) {
        throw new StoreException("views in %s cannot be saved: %s".formatted(views, e), e);
      }
      checkpointed = position;
    }
  }

  /** Makes everything durable, saves the views and closes the files. */
  @Override
  public void close() {
    closing.countDown();
    commitLog.endFlushing();
    agents.forEach(AgentThread::close);
    try (commitLog) {
      checkpoint();
    }
  }

  private void apply(long position, byte type, ByteBuffer payload) {
    switch (type) {
      case QUEUED -> {
        QueueKey key = QueueRecord.queue(payload);
        ConsumeQueue queue = queue(key);
        if (QueueRecord.offset(payload) != queue.size()) {
          throw new StoreException(
              ("record at position %d is offset %d of queue %d/%d, but the view has %d entries;"
                      + " delete %s and start again")
                  .formatted(
                      position,
                      QueueRecord.offset(payload),
                      key.topic(),
                      key.queue(),
                      queue.size(),
                      views));
        }
        queue.append(position, QueueRecord.time(payload), QueueRecord.hash(payload));
        queue.moveLongTail();
        KeyChange change = QueueRecord.change(payload);
        if (change != null) {
          change.applyTo(latest);
        }
      }
      case KEY_CHANGED -> KeyChange.decode(payload).applyTo(latest);
      default ->
          throw new StoreException(
              "record at position %d has the unknown type %d; use the broker that wrote it"
                  .formatted(position, type));
    }
  }

  private ConsumeQueue newQueue(QueueKey key, long size) {
    Path file =
        views
            .resolve("queues")
            .resolve(String.valueOf(key.topic()))
            .resolve(key.queue() + ".queue");
    return new ConsumeQueue(disk, file, size);
  }
}
