package io.openons.broker.core;

import static io.openons.broker.core.SimulationModel.check;

import io.openons.broker.core.SimulationModel.Fate;
import io.openons.broker.core.SimulationModel.Sent;
import io.openons.broker.core.message.KeyKinds;
import io.openons.broker.core.message.MessageCodec;
import io.openons.broker.core.message.Parked;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.QueueKey;
import io.openons.broker.store.view.ConsumeQueue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages that the store has, read without the broker: which id is at which offset of a topic,
 * and who waits for a delivery time or a decision. Each look is compared with those before.
 */
final class StoredMessages {
  private final Map<QueueKey, List<String>> inTopics = new HashMap<>();
  private final Set<String> retired = new HashSet<>();
  private Set<String> present = Set.of();
  private Set<String> delayed = Set.of();
  private Set<String> half = Set.of();

  /** Looks at what came to the topics since the last look. */
  void look(Journal journal, List<Integer> topics) {
    for (int topic : topics) {
      for (QueueKey key : journal.queues(topic)) {
        List<String> ids = inTopics.computeIfAbsent(key, absent -> new ArrayList<>());
        ConsumeQueue queue = journal.queue(key);
        for (long offset = ids.size(); offset < queue.size(); offset++) {
          ids.add(offset < queue.begin() ? null : id(journal, key, offset));
        }
      }
    }
  }

  private static String id(Journal journal, QueueKey key, long offset) {
    return MessageCodec.decode(content(journal, key, offset)).id();
  }

  private static ByteBuffer content(Journal journal, QueueKey key, long offset) {
    return journal.read(key, offset, journal.queue(key).entry(offset));
  }

  /** Looks at which of the messages that were in topics are deleted. */
  void lookForRetired(Journal journal) {
    inTopics.forEach(
        (key, ids) -> retired.addAll(ids.subList(0, (int) journal.queue(key).begin())));
  }

  /** Looks at everything after a start; what is there must be where it was. */
  void lookAgain(Journal journal, List<Integer> topics) {
    inTopics.forEach(
        (key, ids) -> {
          ConsumeQueue queue = journal.queue(key);
          if (queue.size() < ids.size()) {
            ids.subList((int) queue.size(), ids.size()).clear();
          }
          for (long offset = queue.begin(); offset < ids.size(); offset++) {
            String id = id(journal, key, offset);
            check(
                id.equals(ids.get((int) offset)),
                "offset %d of %s was %s and is %s",
                offset,
                key,
                ids.get((int) offset),
                id);
          }
        });
    look(journal, topics);
    lookForRetired(journal);
    present = new HashSet<>();
    inTopics.values().forEach(present::addAll);
    delayed = parked(journal, KeyKinds.TIMER_QUEUES);
    half = parked(journal, KeyKinds.HALF_QUEUES);
  }

  private static Set<String> parked(Journal journal, int queues) {
    Set<String> found = new HashSet<>();
    for (QueueKey key : journal.queues(queues)) {
      ConsumeQueue queue = journal.queue(key);
      for (long offset = queue.begin(); offset < queue.size(); offset++) {
        found.add(Parked.decode(content(journal, key, offset)).message().id());
      }
    }
    return found;
  }

  boolean isRetired(String id) {
    return retired.contains(id);
  }

  /** Returns where a message was at the last look at everything; null when it was nowhere. */
  Fate fate(String id) {
    if (present.contains(id)) {
      return Fate.STORED;
    }
    return delayed.contains(id) ? Fate.DELAYED : half.contains(id) ? Fate.OPEN : null;
  }

  /**
   * Returns the messages that are not there.
   *
   * @param durable up to where nothing may be missing
   */
  List<Sent> lost(List<Sent> all, long durable) {
    List<Sent> lost = new ArrayList<>();
    long firstLost = Long.MAX_VALUE;
    long lastKept = -1;
    for (Sent sent : all) {
      if (fate(sent.message.id()) != null) {
        lastKept = Math.max(lastKept, sent.storedFrom);
      } else if (!isRetired(sent.message.id())
          && (sent.fate != Fate.WITHDRAWN || sent.storedTo > durable)) {
        check(sent.storedTo > durable, "%s was durable, and a power cut took it", sent);
        firstLost = Math.min(firstLost, sent.storedTo);
        lost.add(sent);
      }
    }
    check(lastKept < firstLost, "the log has a gap: %d is lost, %d is not", firstLost, lastKept);
    return lost;
  }
}
