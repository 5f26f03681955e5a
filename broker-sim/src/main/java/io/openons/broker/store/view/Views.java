package io.openons.broker.store.view;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.disk.StoreException;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.LatestValue;
import io.openons.broker.store.log.LogRecordTypes;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.QueueRecord;
import io.openons.broker.store.log.RecordKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is computed from the log: the queues, the latest value of each key, and the index.
 *
 * <p>The one who writes the log applies each record, in order and one at a time; queues may be read
 * on any thread meanwhile. Views are saved together with the log position up to which they are
 * saved.
 */
public final class Views {
  private static final Logger log = LoggerFactory.getLogger(Views.class);

  private final Disk disk;
  private final Path folder;
  private final int segmentSize;
  private final Checkpoint saved;
  private final Map<QueueKey, ConsumeQueue> queues = new ConcurrentHashMap<>();
  private final Map<RecordKey, LatestValue> latest = new HashMap<>();
  private final HashIndex index;
  private final List<ConsumeQueue> forgotten = new ArrayList<>();

  private Views(Disk disk, Path folder, int segmentSize, Checkpoint saved) throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.saved = saved;
    this.index = HashIndex.open(disk, folder.resolve("index"), segmentSize);
    latest.putAll(saved.latest());
    saved.queues().forEach((key, span) -> queues.put(key, newQueue(key, span)));
  }

  /** Opens the views as they were saved; {@link #replay} has to bring them to the log's end. */
  public static Views open(Disk disk, Path folder, int segmentSize) {
    try {
      disk.createFolder(folder);
      Checkpoint saved = load(disk, folder);
      if (saved == null) {
        log.warn("the views in {} are damaged and computed again from the log", folder);
        disk.deleteFolder(folder);
        disk.createFolder(folder);
        saved = Checkpoint.NONE;
      }
      return new Views(disk, folder, segmentSize, saved);
    } catch (IOException e) {
      throw new StoreException("views in %s cannot be read: %s".formatted(folder, e), e);
    }
  }

  /** Returns what was saved; {@link Checkpoint#NONE} when nothing was, null when it is damaged. */
  public static Checkpoint load(Disk disk, Path folder) throws IOException {
    byte[] bytes = disk.read(checkpointFile(folder));
    return bytes == null ? Checkpoint.NONE : Checkpoint.decode(bytes);
  }

  public static Path checkpointFile(Path folder) {
    return folder.resolve("checkpoint");
  }

  public Path folder() {
    return folder;
  }

  /** Returns what these views were opened with. */
  public Checkpoint saved() {
    return saved;
  }

  /** Returns from where on a segment has to be replayed. */
  public long replayFrom(long segment) {
    return index.hasFile(segment) ? Math.max(segment, saved.position()) : segment;
  }

  /** Applies a record that may be in the saved views already, or in some of them. */
  public void replay(long position, byte type, ByteBuffer payload) {
    if (!index.hasFile(position - position % segmentSize)) {
      addToIndex(position, type, payload);
      index.save(position);
    }
    if (position >= saved.position()) {
      applyToQueues(position, type, payload);
    }
  }

  /** Applies a new record. */
  public void apply(long position, byte type, ByteBuffer payload) {
    addToIndex(position, type, payload);
    applyToQueues(position, type, payload);
  }

  /** Applies a new record of the type {@link LogRecordTypes#QUEUED}. */
  public void apply(long position, long offset, QueueRecord record) {
    index.add(position, record.findBy());
    queue(record.queue()).append(position, record.time(), record.hash());
    if (record.change() != null) {
      record.change().apply(offset).applyTo(latest, position);
    }
  }

  private void addToIndex(long position, byte type, ByteBuffer payload) {
    if (type == LogRecordTypes.QUEUED || type == LogRecordTypes.MOVED) {
      index.add(position, QueueRecord.findBy(LogRecordTypes.queueRecord(type, payload)));
    }
  }

  private void applyToQueues(long position, byte type, ByteBuffer payload) {
    switch (type) {
      case LogRecordTypes.QUEUED -> queued(position, payload);
      case LogRecordTypes.MOVED -> {
        ByteBuffer record = LogRecordTypes.queueRecord(type, payload);
        queued(position, record);
        queue(QueueRecord.queue(record)).beginAt(LogRecordTypes.movedFrom(payload) + 1);
      }
      case LogRecordTypes.KEY_CHANGED -> KeyChange.decode(payload).applyTo(latest, position);
      case LogRecordTypes.QUEUE_BEGINS ->
          queue(LogRecordTypes.queue(payload)).beginAt(payload.getLong(8));
      case LogRecordTypes.QUEUE_FORGOTTEN -> forget(LogRecordTypes.queue(payload));
      default ->
          throw new StoreException(
              "record at position %d has the unknown type %d; use the broker that wrote it"
                  .formatted(position, type));
    }
  }

  private void queued(long position, ByteBuffer payload) {
    QueueKey key = QueueRecord.queue(payload);
    ConsumeQueue queue = queue(key);
    long offset = QueueRecord.offset(payload);
    if (queue.size() == 0) {
      // Those before it were deleted with the segments that held them.
      queue.beginAt(offset);
    }
    if (offset != queue.size()) {
      throw new StoreException(
          ("record at position %d is offset %d of queue %d/%d, but the view has %d entries;"
                  + " delete %s and start again")
              .formatted(position, offset, key.topic(), key.queue(), queue.size(), folder));
    }
    queue.append(position, QueueRecord.time(payload), QueueRecord.hash(payload));
    queue.moveLongTail();
    KeyChange change = QueueRecord.change(payload);
    if (change != null) {
      change.applyTo(latest, position);
    }
  }

  private void forget(QueueKey key) {
    ConsumeQueue queue = queues.remove(key);
    if (queue != null) {
      forgotten.add(queue);
    }
  }

  /** Moves what the queues hold in memory to their files where it is much. */
  public void moveLongTails() {
    queues.values().forEach(ConsumeQueue::moveLongTail);
  }

  /** Returns the queue with a key; an empty one when nothing was ever appended to it. */
  public ConsumeQueue queue(QueueKey key) {
    ConsumeQueue queue = queues.get(key);
    return queue != null
        ? queue
        : queues.computeIfAbsent(key, absent -> newQueue(absent, ConsumeQueue.Span.EMPTY));
  }

  private ConsumeQueue newQueue(QueueKey key, ConsumeQueue.Span span) {
    Path files = folder.resolve("queues").resolve(String.valueOf(key.topic()));
    return new ConsumeQueue(disk, files, key, span);
  }

  public Map<QueueKey, ConsumeQueue> queues() {
    return queues;
  }

  public Map<RecordKey, LatestValue> latest() {
    return latest;
  }

  /** Shows the positions of the records that carry a hash; see {@link HashIndex#find}. */
  public void find(int hash, LongPredicate visitor) {
    index.find(hash, visitor);
  }

  /** Returns what is to be saved; to be called while nothing is applied. */
  public Checkpoint snapshot(long begin, long position) {
    Map<QueueKey, ConsumeQueue.Span> spans = new HashMap<>();
    queues.forEach((key, queue) -> spans.put(key, queue.span()));
    return new Checkpoint(begin, position, new HashMap<>(latest), spans);
  }

  /** Returns the queues that were forgotten, and forgets these too. */
  public List<ConsumeQueue> takeForgotten() {
    List<ConsumeQueue> taken = List.copyOf(forgotten);
    forgotten.clear();
    return taken;
  }

  /** Saves all views as of a snapshot. */
  public void save(Checkpoint snapshot) {
    queues.values().forEach(ConsumeQueue::save);
    index.save(snapshot.position());
    try {
      disk.replace(checkpointFile(folder), snapshot.encode());
    } catch (IOException e) {
      throw new StoreException("views in %s cannot be saved: %s".formatted(folder, e), e);
    }
  }

  /** Writes the index of the segments that end before a position. */
  public void saveIndex(long position) {
    index.save(position);
  }

  /** Deletes what is only about the log before a position. */
  public void deleteBefore(long position) {
    queues.values().forEach(ConsumeQueue::deleteUnused);
    index.deleteBefore(position);
  }
}
