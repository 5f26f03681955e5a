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
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
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

  /** How long one save may make queues durable; the others are replayed by the next start. */
  static final Duration SAVE_TIME = Duration.ofSeconds(2);

  private final Disk disk;
  private final Path folder;
  private final int segmentSize;
  private final Checkpoint saved;
  private final long replayFrom;
  private final Map<QueueKey, ConsumeQueue> queues = new ConcurrentHashMap<>();
  private final FreezableMap<RecordKey, LatestValue> latest = new FreezableMap<>();
  private final HashIndex index;
  private final List<ConsumeQueue> forgotten = new ArrayList<>();
  private final List<String> damaged = new ArrayList<>();
  private boolean roomIsMissed;
  private volatile int moment;

  private Views(Disk disk, Path folder, int segmentSize, long id, Checkpoint saved)
      throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.segmentSize = segmentSize;
    this.saved = saved;
    this.index =
        HashIndex.open(
            disk,
            folder.resolve("index"),
            segmentSize,
            id,
            file -> damaged.add("%s at byte 0: not an index of this log".formatted(file)));
    latest.putAll(saved.latest());
    long from = saved.replayFrom();
    for (Map.Entry<QueueKey, ConsumeQueue.State> state : saved.queues().entrySet()) {
      ConsumeQueue queue = newQueue(state.getKey());
      queues.put(state.getKey(), queue);
      if (!queue.restore(state.getValue())) {
        damaged.add(
            "%s at byte 0: it or another file of its queue is not as it was saved"
                .formatted(queue.file(state.getValue().span().begin())));
        from = Math.min(from, queue.since());
      }
    }
    this.replayFrom = from;
  }

  /**
   * Opens the views as they were saved; {@link #replay} has to bring them to the log's end. What is
   * missing or damaged is replayed too.
   *
   * @param id the log that they are computed from
   */
  public static Views open(Disk disk, Path folder, int segmentSize, long id) {
    Views views;
    try {
      disk.createFolder(folder.resolve("index"));
      views = inspect(disk, folder, segmentSize, id);
      if (views.saved == Checkpoint.NONE) {
        disk.deleteFolder(folder.resolve("queues"));
      }
    } catch (IOException e) {
      throw StoreException.of("the views in %s cannot be opened".formatted(folder), e);
    }
    views.damaged.forEach(damage -> log.warn("{}; it is computed again from the log", damage));
    return views;
  }

  /** Returns the views as they were saved, and changes nothing. */
  public static Views inspect(Disk disk, Path folder, int segmentSize, long id) {
    try {
      Checkpoint saved = load(disk, folder, id);
      Views views =
          new Views(disk, folder, segmentSize, id, saved == null ? Checkpoint.NONE : saved);
      if (saved == null) {
        views.damaged.add(
            "%s at byte 0: not a checkpoint of this log".formatted(checkpointFile(folder)));
      }
      return views;
    } catch (IOException e) {
      throw StoreException.of("the views in %s cannot be read".formatted(folder), e);
    }
  }

  /** Returns the files that are not as they were saved, with the fault of each. */
  public List<String> damaged() {
    return damaged;
  }

  /**
   * Returns what was saved; {@link Checkpoint#NONE} when nothing was, null when it is damaged or of
   * another log.
   */
  public static Checkpoint load(Disk disk, Path folder, long id) throws IOException {
    byte[] bytes = disk.read(checkpointFile(folder));
    Checkpoint found = bytes == null ? Checkpoint.NONE : Checkpoint.decode(bytes);
    return found == null || found != Checkpoint.NONE && found.id() != id ? null : found;
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
    return index.hasFile(segment) ? Math.max(segment, replayFrom) : segment;
  }

  /** Applies a record that may be in the saved views already, or in some of them. */
  public void replay(long position, byte type, ByteBuffer payload) {
    if (!index.hasFile(position - position % segmentSize)) {
      addToIndex(position, type, payload);
      makeRoom(() -> index.save(position));
    }
    if (position >= saved.position()) {
      applyToQueues(position, type, payload);
      if (type == LogRecordTypes.QUEUED || type == LogRecordTypes.MOVED) {
        QueueKey key = QueueRecord.queue(LogRecordTypes.queueRecord(type, payload));
        makeRoom(queue(key)::moveLongTail);
      }
    } else if (type == LogRecordTypes.QUEUED || type == LogRecordTypes.MOVED) {
      replayMissing(position, LogRecordTypes.queueRecord(type, payload));
    }
  }

  /** Applies a record from before the checkpoint if its entry is not in the queue's files. */
  private void replayMissing(long position, ByteBuffer record) {
    QueueKey key = QueueRecord.queue(record);
    ConsumeQueue.State state = saved.queues().get(key);
    ConsumeQueue queue = queues.get(key);
    if (state != null
        && position >= state.since()
        && QueueRecord.offset(record) >= queue.size()
        && QueueRecord.offset(record) < state.span().size()) {
      queued(position, record);
      makeRoom(queue::moveLongTail);
    }
  }

  /**
   * Moves something from memory to the disk. A start on a full disk keeps it in memory: starting
   * matters more, and the room comes back.
   */
  private void makeRoom(Runnable move) {
    try {
      move.run();
    } catch (StoreException e) {
      if (!roomIsMissed) {
        log.warn("the replay goes on in memory: {}", e.getMessage());
        roomIsMissed = true;
      }
    }
  }

  /**
   * Ends the replay.
   *
   * @throws StoreException when the log lacked records that the checkpoint has
   */
  public void endReplay() {
    saved
        .queues()
        .forEach(
            (key, state) -> {
              ConsumeQueue queue = queues.get(key);
              if (queue != null
                  && queue.since() == state.since()
                  && queue.size() < state.span().size()) {
                throw new StoreException(
                    ("queue %d/%d ends at offset %d in the log, but had %d entries; restore the"
                            + " data folder from a backup, or delete %s and start again")
                        .formatted(
                            key.topic(), key.queue(), queue.size(), state.span().size(), folder));
              }
            });
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
      case LogRecordTypes.QUEUED -> {
        queued(position, payload);
        changeKey(position, payload);
      }
      case LogRecordTypes.MOVED -> {
        ByteBuffer record = LogRecordTypes.queueRecord(type, payload);
        queued(position, record);
        changeKey(position, record);
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
  }

  private void changeKey(long position, ByteBuffer record) {
    KeyChange change = QueueRecord.change(record);
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
    return queue != null ? queue : queues.computeIfAbsent(key, this::newQueue);
  }

  private ConsumeQueue newQueue(QueueKey key) {
    Path files = folder.resolve("queues").resolve(String.valueOf(key.topic()));
    return new ConsumeQueue(disk, files, key, () -> moment);
  }

  /** Returns a queue as its files are, also when they are damaged. */
  public ConsumeQueue asSaved(QueueKey key) {
    ConsumeQueue queue = newQueue(key);
    ConsumeQueue.State state = saved.queues().get(key);
    if (state != null) {
      queue.trust(state);
    }
    return queue;
  }

  /** Returns whether there is a queue with the key of another. */
  public boolean has(ConsumeQueue other) {
    return queues.containsKey(other.key());
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

  /**
   * What is to be saved.
   *
   * @param position the position of the log that it is of
   * @param latest the latest value of each key
   * @param queues the queues
   * @param spans the offsets of each queue
   */
  public record Snapshot(
      long position,
      Map<RecordKey, LatestValue> latest,
      Map<QueueKey, ConsumeQueue> queues,
      Map<QueueKey, ConsumeQueue.Span> spans) {}

  /**
   * Fixes what is to be saved; to be called while nothing is applied, and takes no time, however
   * much there is. What is applied from then on does not change the {@link #snapshot}.
   */
  public void freeze() {
    latest.freeze();
    moment++;
  }

  /** Takes over some of what was applied since; to be called until it returns false, as above. */
  public boolean thaw(int count) {
    return latest.thaw(count);
  }

  /** Returns the values of the keys as they were when the views were frozen. */
  public Map<RecordKey, LatestValue> frozen() {
    return latest.freeze();
  }

  /**
   * Returns what is to be saved.
   *
   * @param position where the log ended when the views were frozen
   */
  public Snapshot snapshot(long position) {
    Map<QueueKey, ConsumeQueue> found = new HashMap<>();
    Map<QueueKey, ConsumeQueue.Span> spans = new HashMap<>();
    queues.forEach(
        (key, queue) -> {
          ConsumeQueue.Span span = queue.spanThen();
          // One without a record is begun later, if it is.
          if (span.size() > 0) {
            found.put(key, queue);
            spans.put(key, span);
          }
        });
    return new Snapshot(position, frozen(), found, spans);
  }

  /** Returns the queues that were forgotten, and forgets these too. */
  public List<ConsumeQueue> takeForgotten() {
    List<ConsumeQueue> taken = List.copyOf(forgotten);
    forgotten.clear();
    return taken;
  }

  /**
   * Saves all views as of a snapshot. Queues become durable for {@link #SAVE_TIME}, those first
   * that wait longest; each costs an fsync, and there may be thousands.
   *
   * @param id the log that the views are computed from
   */
  public void save(long id, Snapshot snapshot, InstantSource clock) {
    saveQueues(snapshot, clock);
    index.save(snapshot.position);
    Map<QueueKey, ConsumeQueue.State> states = new HashMap<>();
    long from = snapshot.position;
    for (Map.Entry<QueueKey, ConsumeQueue> entry : snapshot.queues.entrySet()) {
      ConsumeQueue.Span span = snapshot.spans.get(entry.getKey());
      states.put(entry.getKey(), entry.getValue().state(span));
      from = Math.min(from, entry.getValue().unsavedFrom(span, snapshot.position));
    }
    Checkpoint checkpoint = new Checkpoint(id, snapshot.position, from, snapshot.latest, states);
    try {
      disk.replace(checkpointFile(folder), checkpoint.encode());
    } catch (IOException e) {
      throw StoreException.of("the views in %s cannot be saved".formatted(folder), e);
    }
  }

  private void saveQueues(Snapshot snapshot, InstantSource clock) {
    record Unsaved(ConsumeQueue queue, long size, long from) {}
    List<Unsaved> unsaved = new ArrayList<>();
    snapshot.queues.forEach(
        (key, queue) -> {
          ConsumeQueue.Span span = snapshot.spans.get(key);
          if (queue.isUnsaved(span)) {
            unsaved.add(
                new Unsaved(queue, span.size(), queue.unsavedFrom(span, snapshot.position)));
          }
        });
    unsaved.sort(Comparator.comparingLong(Unsaved::from));
    long deadline = clock.millis() + SAVE_TIME.toMillis();
    for (Unsaved next : unsaved) {
      next.queue.save(next.size);
      if (clock.millis() >= deadline) {
        return;
      }
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
