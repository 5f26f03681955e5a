package io.openons.broker.store;

import io.openons.broker.store.disk.Disk;
import io.openons.broker.store.log.CommitLog;
import io.openons.broker.store.log.KeyChange;
import io.openons.broker.store.log.LatestValue;
import io.openons.broker.store.log.LogExtent;
import io.openons.broker.store.log.LogRecordTypes;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.log.RecordKey;
import io.openons.broker.store.log.Retention;
import io.openons.broker.store.log.SteadyClock;
import io.openons.broker.store.view.ConsumeQueue;
import io.openons.broker.store.view.Views;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link Journal} does beside appending and reading: saves the views, and deletes the oldest
 * part of the log. It takes the journal's lock for short parts only, however many keys and queues
 * there are, since senders wait for it.
 */
final class Upkeep {
  /** Keys or queues that are handled under the lock in one go: less than a millisecond. */
  private static final int AT_ONCE = 64;

  private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

  /** Appends records and applies them to the views; called with the journal's lock. */
  @FunctionalInterface
  interface Appender {
    void append(byte type, List<byte[]> payloads);
  }

  private final Disk disk;
  private final Path folder;
  private final CommitLog commitLog;
  private final Views views;
  private final StoreOptions options;
  private volatile Retention retention;
  private final InstantSource clock;
  private final SteadyClock steadyClock;
  private final Object journalLock;
  private final Appender appender;
  private final Object saveLock = new Object();
  private long checkpointed;

  /** Where the log ended when its oldest part was deleted last. */
  private long movedUpTo;

  private volatile Journal.Carrier carrier = limit -> {};

  Upkeep(
      Disk disk,
      Path folder,
      CommitLog commitLog,
      Views views,
      StoreOptions options,
      InstantSource clock,
      Object journalLock,
      Appender appender) {
    this.disk = disk;
    this.folder = folder;
    this.commitLog = commitLog;
    this.views = views;
    this.options = options;
    this.retention = options.retention();
    this.clock = clock;
    this.steadyClock = new SteadyClock(clock);
    this.journalLock = journalLock;
    this.appender = appender;
    // What was damaged and computed again is saved even if nothing is appended.
    this.checkpointed = views.damaged().isEmpty() ? views.saved().position() : -1;
  }

  Retention retention() {
    return retention;
  }

  void setRetention(Retention changed) {
    retention = changed;
  }

  void setCarrier(Journal.Carrier knows) {
    carrier = knows;
  }

  /** Moves what views hold in memory to their files where it is much. */
  void boundMemory() {
    synchronized (saveLock) {
      views.moveLongTails();
    }
  }

  /** Deletes what is old and saves the views. */
  synchronized void keepHouse() {
    long limit = expired();
    if (limit > commitLog.begin()) {
      carrier.carry(limit);
      deleteBefore(limit);
      movedUpTo = commitLog.end();
    } else {
      checkpoint();
    }
  }

  /**
   * Returns the position up to which the log is too old or too long, the first one of a segment.
   */
  private long expired() {
    Retention kept = retention;
    boolean judgeAge = steadyClock.isTrusted();
    long oldest = clock.millis() - kept.age().toMillis();
    // What still counts may be more than is allowed; moving it each time would not make it less.
    boolean judgeSize = commitLog.end() - movedUpTo >= options.segmentBytes();
    List<Long> segments = commitLog.segments();
    int first = 0;
    while (first < segments.size() - 1
        && (judgeSize && commitLog.end() - segments.get(first) > kept.bytes()
            || judgeAge && commitLog.timeOf(segments.get(first + 1)) <= oldest)) {
      first++;
    }
    return segments.get(first);
  }

  private void deleteBefore(long limit) {
    log.info("deleting the log from position {} to {}", commitLog.begin(), limit);
    synchronized (saveLock) {
      carryKeys(limit);
      moveBegins(limit);
      // Before the only other copy goes, the carried records must be durable, the views must know
      // where the queues begin, and the format file where the log does.
      save(limit);
    }
    commitLog.deleteBefore(limit);
    views.deleteBefore(limit);
  }

  private void carryKeys(long limit) {
    List<RecordKey> old = new ArrayList<>();
    synchronized (journalLock) {
      views.freeze();
    }
    try {
      views
          .frozen()
          .forEach(
              (key, latest) -> {
                if (latest.position() < limit) {
                  old.add(key);
                }
              });
    } finally {
      thaw();
    }
    for (int i = 0; i < old.size(); i += AT_ONCE) {
      carryKeys(limit, old.subList(i, Math.min(old.size(), i + AT_ONCE)));
    }
  }

  private void carryKeys(long limit, List<RecordKey> keys) {
    synchronized (journalLock) {
      List<byte[]> carried = new ArrayList<>();
      for (RecordKey key : keys) {
        LatestValue latest = views.latest().get(key);
        if (latest != null && latest.position() < limit) {
          carried.add(new KeyChange(key, latest.value()).encode());
        }
      }
      appender.append(LogRecordTypes.KEY_CHANGED, carried);
    }
  }

  private void moveBegins(long limit) {
    Map<QueueKey, ConsumeQueue> some = new HashMap<>();
    for (Map.Entry<QueueKey, ConsumeQueue> queue : views.queues().entrySet()) {
      some.put(queue.getKey(), queue.getValue());
      if (some.size() == AT_ONCE) {
        moveBegins(limit, some);
        some.clear();
      }
    }
    moveBegins(limit, some);
  }

  /** A queue that becomes empty leaves its next offset in the log. */
  private void moveBegins(long limit, Map<QueueKey, ConsumeQueue> queues) {
    // Found without the lock, as it may read files: what comes meanwhile lies behind the limit.
    Map<QueueKey, Long> begins = new HashMap<>();
    queues.forEach((key, queue) -> begins.put(key, queue.firstOffsetFrom(limit)));
    synchronized (journalLock) {
      List<byte[]> empty = new ArrayList<>();
      begins.forEach(
          (key, begin) -> {
            ConsumeQueue queue = queues.get(key);
            if (begin == queue.size() && begin > 0 && views.queues().get(key) == queue) {
              empty.add(LogRecordTypes.queueBegins(key, begin));
            }
          });
      appender.append(LogRecordTypes.QUEUE_BEGINS, empty);
      begins.forEach((key, begin) -> queues.get(key).beginAt(begin));
    }
  }

  /** Saves the views, unless nothing was appended since they were saved last. */
  void checkpoint() {
    synchronized (saveLock) {
      if (commitLog.end() != checkpointed) {
        save(commitLog.begin());
      }
    }
  }

  private void save(long begin) {
    long position;
    List<ConsumeQueue> forgotten;
    synchronized (journalLock) {
      position = commitLog.end();
      views.freeze();
      forgotten = views.takeForgotten();
    }
    try {
      Views.Snapshot snapshot = views.snapshot(position);
      // A view must never know more than the log does after a power cut.
      commitLog.flush().runOrFail();
      LogExtent extent = commitLog.extent(false);
      FormatFile.write(disk, folder, new LogExtent(extent.id(), begin, extent.durable(), false));
      views.save(extent.id(), snapshot, clock);
    } finally {
      thaw();
    }
    checkpointed = position;
    // A queue that was begun again has files of the same names.
    forgotten.stream().filter(queue -> !views.has(queue)).forEach(ConsumeQueue::delete);
  }

  private void thaw() {
    boolean more = true;
    while (more) {
      synchronized (journalLock) {
        more = views.thaw(AT_ONCE);
      }
    }
  }

  /** Notes that the broker stopped in good order; the log must be closed. */
  void stopped() {
    if (commitLog.isDurable()) {
      FormatFile.write(disk, folder, commitLog.extent(true));
    }
  }
}
