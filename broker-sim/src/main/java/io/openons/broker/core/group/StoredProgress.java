package io.openons.broker.core.group;

import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.RecordKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The keyed records that hold the progress of a group in a topic; see {@link ProgressCodec}.
 *
 * <p>A round stores the pages of a queue that changed, and then the place that the queue had when
 * the round began: a crash in between leaves pages that are newer than the place. Their messages
 * from the place on are delivered again, and nothing is lost.
 *
 * <p>Guarded by its {@link Consumption}.
 */
final class StoredProgress {
  private static final class Queue {
    /** The place that is stored. */
    long next = QueueProgress.NOT_BEGUN;

    /** The pages that have a record. */
    final Set<Long> pages = new HashSet<>();

    /** What was found at the start; empty after that. */
    final NavigableMap<Long, byte[]> found = new TreeMap<>();

    /** The pages that the round under way has before it; null without a round. */
    Deque<Long> round;

    /** The place that the round is to store. */
    long roundNext;
  }

  private final Journal journal;
  private final String name;
  private final List<Queue> queues = new ArrayList<>();
  private byte[] old;

  /** Begins with no records. */
  StoredProgress(Journal journal, int group, int topic) {
    this.journal = journal;
    this.name = group + "/" + topic;
  }

  void foundOld(byte[] record) {
    old = record;
  }

  void foundNext(int queue, byte[] record) {
    queue(queue).next = ProgressCodec.decodeNext(record);
  }

  void foundPage(int queue, long page, byte[] record) {
    queue(queue).found.put(page, record);
    queue(queue).pages.add(page);
  }

  private Queue queue(int number) {
    while (queues.size() <= number) {
      queues.add(new Queue());
    }
    return queues.get(number);
  }

  /** Returns whether the records are those of before 0.2, so that they are to be replaced. */
  boolean isOld() {
    return old != null;
  }

  /** Returns the progress that was found; {@code lead} is as in {@link ProgressCodec}. */
  List<QueueProgress> restore(long lead) {
    List<QueueProgress> restored = new ArrayList<>();
    if (old != null) {
      restored.addAll(ProgressCodec.decodeOld(old, lead));
      restored.forEach(progress -> progress.unfinished.keySet().forEach(progress::changed));
    }
    for (int i = 0; i < queues.size(); i++) {
      if (i == restored.size()) {
        restored.add(new QueueProgress());
      }
      restore(i, restored.get(i), lead);
    }
    return restored;
  }

  private void restore(int number, QueueProgress progress, long lead) {
    Queue queue = queues.get(number);
    if (old != null) {
      // A crash ended the replacing of the old record, which counts as long as it is there.
      progress.changedPages.addAll(queue.pages);
    } else {
      progress.next = queue.next;
      queue.found.forEach(
          (page, record) -> {
            for (Unfinished lease : ProgressCodec.decodePage(number, page, record, lead)) {
              if (lease.offset < queue.next) {
                progress.unfinished.put(lease.offset, lease);
              } else {
                progress.changed(lease.offset);
              }
            }
          });
    }
    queue.found.clear();
  }

  /**
   * Stores a part of what changed, at most some pages. Returns whether there is more.
   *
   * @throws io.openons.broker.store.disk.AppendRefusedException when the disk is full or fails; the
   *     next call goes on where this one was
   */
  boolean store(List<QueueProgress> progress, int pages, long lead) {
    int left = pages;
    for (int i = 0; i < progress.size(); i++) {
      Queue queue = queue(i);
      if (queue.round == null && !begin(queue, progress.get(i))) {
        continue;
      }
      while (!queue.round.isEmpty()) {
        if (left-- == 0) {
          return true;
        }
        storePage(i, queue.round.peek(), progress.get(i), lead);
        queue.round.remove();
      }
      if (queue.roundNext != queue.next) {
        storeNext(i, queue.roundNext);
      }
      queue.round = null;
    }
    if (old != null) {
      journal.remove(new RecordKey(KeyKinds.PROGRESS, name));
      old = null;
    }
    return false;
  }

  private static boolean begin(Queue queue, QueueProgress progress) {
    if (progress.next == queue.next && progress.changedPages.isEmpty()) {
      return false;
    }
    queue.round = new ArrayDeque<>(progress.changedPages);
    queue.roundNext = progress.next;
    progress.changedPages.clear();
    return true;
  }

  private void storePage(int number, long page, QueueProgress progress, long lead) {
    RecordKey key = new RecordKey(KeyKinds.PROGRESS_PAGE, name + "/" + number + "/" + page);
    byte[] record = progress.isReset ? null : ProgressCodec.encodePage(progress, page, lead);
    if (record != null) {
      journal.put(key, record);
      queues.get(number).pages.add(page);
    } else if (queues.get(number).pages.contains(page)) {
      journal.remove(key);
      queues.get(number).pages.remove(page);
    }
  }

  /** Removes all records. */
  void remove() {
    for (int number = 0; number < queues.size(); number++) {
      for (long page : queues.get(number).pages) {
        journal.remove(new RecordKey(KeyKinds.PROGRESS_PAGE, name + "/" + number + "/" + page));
      }
      journal.remove(new RecordKey(KeyKinds.PROGRESS_NEXT, name + "/" + number));
    }
    if (old != null) {
      journal.remove(new RecordKey(KeyKinds.PROGRESS, name));
    }
  }

  /** Stores the place of a queue where the group begins. */
  void storeNext(int number, long next) {
    journal.put(
        new RecordKey(KeyKinds.PROGRESS_NEXT, name + "/" + number), ProgressCodec.encodeNext(next));
    queue(number).next = next;
  }

  /**
   * Is called before a queue is set to a place: what was delivered behind it must be delivered
   * again after a crash, too, so the place comes before the pages.
   */
  void beforeReset(int number, long next, QueueProgress progress) {
    Queue queue = queue(number);
    if (next < queue.next || !queue.pages.isEmpty()) {
      storeNext(number, next);
    }
    if (queue.round != null) {
      progress.changedPages.addAll(queue.round);
      queue.round = null;
    }
  }
}
