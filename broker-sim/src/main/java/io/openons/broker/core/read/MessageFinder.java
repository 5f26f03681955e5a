package io.openons.broker.core.read;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageCodec;
import io.openons.broker.core.message.SearchHash;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.store.Journal;
import io.openons.broker.store.log.RecordDeletedException;
import io.openons.broker.store.view.ConsumeQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;

/** Finds stored messages by what is known of them. Safe on any thread. */
public final class MessageFinder {
  /** Most messages that a search may ask for. Ours. */
  static final int MAX_LIMIT = 10_000;

  /**
   * Messages that a search by id or key looks at, should their senders have chosen texts with equal
   * hashes: about 50 ms. Ours.
   */
  private static final int MAX_CANDIDATES = 10_000;

  private final Journal journal;

  public MessageFinder(Journal journal) {
    this.journal = journal;
  }

  public List<StoredMessage> byId(Topic topic, String messageId, int limit) {
    int hash = SearchHash.ofId(topic.id(), messageId);
    return byHash(topic, hash, message -> message.id().equals(messageId), limit);
  }

  public List<StoredMessage> byKey(Topic topic, String key, int limit) {
    int hash = SearchHash.ofKey(topic.id(), key);
    return byHash(topic, hash, message -> message.keys().contains(key), limit);
  }

  /**
   * Shows the message of a topic whose record is at a position; nothing when there is none.
   *
   * @param found gets the number of the topic and the message
   */
  public void byPosition(long position, ObjIntConsumer<StoredMessage> found) {
    journal.show(
        position,
        (queue, offset, entry, content) -> {
          if (queue.topic() > 0) {
            found.accept(
                new StoredMessage(
                    queue.queue(), offset, position, entry.time(), MessageCodec.decode(content)),
                queue.topic());
          }
          return false;
        });
  }

  private List<StoredMessage> byHash(Topic topic, int hash, Predicate<Message> wanted, int limit) {
    checkLimit(limit);
    List<StoredMessage> found = new ArrayList<>();
    int[] candidates = {0};
    journal.find(
        hash,
        (queue, offset, entry, content) -> {
          if (queue.topic() == topic.id()) {
            Message message = MessageCodec.decode(content);
            if (wanted.test(message)) {
              found.add(
                  new StoredMessage(
                      queue.queue(), offset, entry.position(), entry.time(), message));
            }
          }
          return found.size() < limit && ++candidates[0] < MAX_CANDIDATES;
        });
    return found;
  }

  /** Where the search is in one queue. */
  private record Cursor(int queue, long offset, ConsumeQueue.Entry entry) {}

  /** Which message of a search by time came last; the next ones are behind it in their order. */
  private record Last(long time, int queue, long offset) {
    static Last of(String cursor) {
      try {
        String[] parts = cursor.split("-");
        if (parts.length == 3) {
          return new Last(
              Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        }
      } catch (NumberFormatException e) {
        // Falls through to the refusal, which shows the whole text.
      }
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "'%s' is not a cursor of this list; begin with the first page"
              .formatted(Texts.shorten(cursor)));
    }

    static String cursor(StoredMessage last) {
      return "%d-%d-%d".formatted(last.storeTime(), last.queue(), last.offset());
    }

    /** Where a queue goes on: messages come by their time, then their queue, then their offset. */
    long next(Topic topic, int number) {
      return number == queue
          ? offset + 1
          : topic.queue(number).firstOffsetAt(number < queue ? time + 1 : time);
    }
  }

  public Page<StoredMessage> byTime(Topic topic, long from, long to, PageRequest request) {
    Last last = request.after() == null ? null : Last.of(request.after());
    PriorityQueue<Cursor> next =
        new PriorityQueue<>(
            Comparator.<Cursor>comparingLong(cursor -> cursor.entry.time())
                .thenComparingInt(Cursor::queue));
    for (int queue = 0; queue < topic.queues(); queue++) {
      long begin = last == null ? topic.queue(queue).firstOffsetAt(from) : last.next(topic, queue);
      advance(topic, queue, begin, to, next);
    }
    List<StoredMessage> found = new ArrayList<>();
    while (!next.isEmpty() && found.size() < request.limit()) {
      Cursor first = next.remove();
      try {
        found.add(topic.read(first.queue, first.offset, first.entry));
      } catch (RecordDeletedException overtaken) {
        // Nobody finds it from now on.
      }
      advance(topic, first.queue, first.offset + 1, to, next);
    }
    return new Page<>(found, next.isEmpty() ? null : Last.cursor(found.get(found.size() - 1)));
  }

  /** Returns a page of the messages of a queue; its cursor is the offset to go on with. */
  public Page<StoredMessage> byOffset(Topic topic, int queue, long offset, int limit) {
    ConsumeQueue index = topic.queue(queue);
    List<StoredMessage> found = new ArrayList<>();
    long next = Math.max(offset, index.begin());
    while (next < index.size() && found.size() < limit) {
      try {
        found.add(topic.read(queue, next, index.entry(next)));
        next++;
      } catch (RecordDeletedException overtaken) {
        next = Math.max(next + 1, index.begin());
      }
    }
    return new Page<>(found, next < index.size() ? String.valueOf(next) : null);
  }

  private static void advance(
      Topic topic, int queue, long offset, long to, PriorityQueue<Cursor> next) {
    ConsumeQueue index = topic.queue(queue);
    long from = Math.max(offset, index.begin());
    if (from >= index.size()) {
      return;
    }
    try {
      ConsumeQueue.Entry entry = index.entry(from);
      if (entry.time() <= to) {
        next.add(new Cursor(queue, from, entry));
      }
    } catch (RecordDeletedException overtaken) {
      advance(topic, queue, from, to, next);
    }
  }

  private static void checkLimit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the limit is %d; ask for at least 1 message, at most %d".formatted(limit, MAX_LIMIT));
    }
  }
}
