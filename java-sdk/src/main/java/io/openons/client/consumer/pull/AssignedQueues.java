package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.consumer.pull.AssignedQueue.Reading;
import io.openons.client.message.MessageBudget;
import io.openons.client.message.ReceivedMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/**
 * The queues that a pull consumer reads, and what was read ahead of them; safe on any thread. A
 * poll waits here. No call leaves this class while its lock is held.
 */
final class AssignedQueues {
  private final Map<TopicPartition, AssignedQueue> queues = new LinkedHashMap<>();
  private int turn;
  private ONSClientException refusal;
  private boolean closed;

  /** A message, where it came from, and the budget that it burdens. */
  record Taken(ReceivedMessage message, AssignedQueue queue, MessageBudget budget) {}

  /** Returns a queue, or null when it is not assigned. */
  synchronized AssignedQueue orNull(TopicPartition partition) {
    return queues.get(partition);
  }

  /** Returns a queue, or throws the error of one that is not assigned. */
  synchronized AssignedQueue require(TopicPartition partition) {
    AssignedQueue queue = queues.get(partition);
    if (queue == null) {
      throw new ONSClientException(
          partition + " is not assigned to this consumer; call assign first",
          null,
          ErrorCode.INVALID_ARGUMENT);
    }
    return queue;
  }

  /** Ends the queues that are not wanted, and adds others, each with its reading. */
  synchronized void assign(
      Collection<TopicPartition> wanted,
      Map<TopicPartition, AssignedQueue> added,
      Consumer<AssignedQueue> begin) {
    queues
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !wanted.contains(entry.getKey());
              if (gone) {
                entry.getValue().stop();
              }
              return gone;
            });
    added.forEach(
        (partition, queue) -> {
          begin.accept(queue);
          queues.put(partition, queue);
        });
  }

  /** Begins another reading of a queue. */
  synchronized void read(TopicPartition partition, Reading reading, long from) {
    require(partition).read(reading, from);
  }

  /** Returns the readings of this moment. */
  synchronized List<Reading> readings() {
    return queues.values().stream().map(AssignedQueue::reading).toList();
  }

  /** A message has come for a reading, which may have ended. */
  synchronized void arrived(AssignedQueue queue, MessageBudget budget, ReceivedMessage message) {
    if (queue.reading().budget() == budget) {
      queue.reading().ahead().add(message);
      notifyAll();
    }
  }

  /** The server refuses a reading; the next poll throws this. */
  synchronized void refused(ONSClientException why) {
    refusal = why;
    notifyAll();
  }

  synchronized void pause(Collection<TopicPartition> partitions, boolean paused) {
    List<AssignedQueue> all = partitions.stream().map(this::require).toList();
    all.forEach(queue -> queue.paused(paused));
    notifyAll();
  }

  /**
   * Takes messages, and waits for the first.
   *
   * @param deadline by {@link System#nanoTime()}
   */
  synchronized List<Taken> take(int most, long deadline) {
    queues.values().forEach(AssignedQueue::askedForMore);
    while (true) {
      if (closed) {
        throw new ONSClientException(
            "the pull consumer was shut down", null, ErrorCode.CLIENT_CLOSED);
      }
      List<Taken> taken = takeWhatIsThere(most);
      long left = deadline - System.nanoTime();
      if (!taken.isEmpty()) {
        return taken;
      }
      if (refusal != null) {
        ONSClientException why = refusal;
        refusal = null;
        throw new ONSClientException(why.getMessage(), why);
      }
      if (left <= 0) {
        return List.of();
      }
      try {
        wait(left / 1_000_000 + 1);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new ONSClientException(
            "the thread was interrupted while it waited for messages",
            interrupted,
            ErrorCode.INTERRUPTED);
      }
    }
  }

  /** One message of each queue in turn, so that no queue is held up by another. */
  private List<Taken> takeWhatIsThere(int most) {
    List<Taken> taken = new ArrayList<>();
    List<AssignedQueue> all = new ArrayList<>(queues.values());
    int empty = 0;
    while (taken.size() < most && empty < all.size()) {
      AssignedQueue queue = all.get(Math.floorMod(turn++, all.size()));
      ReceivedMessage message = queue.next();
      if (message == null) {
        empty++;
      } else {
        empty = 0;
        taken.add(new Taken(message, queue, queue.reading().budget()));
      }
    }
    return taken;
  }

  /** From the last to the first, so that they stand as they stood; not after a seek. */
  synchronized void putBack(List<Taken> unwanted) {
    for (int i = unwanted.size() - 1; i >= 0; i--) {
      Taken taken = unwanted.get(i);
      if (taken.queue().reading().budget() == taken.budget()) {
        taken.queue().putBack(taken.message());
      }
    }
  }

  /** Returns the offsets that are not committed yet. */
  synchronized Map<AssignedQueue, Long> uncommitted(ToLongFunction<AssignedQueue> upTo) {
    Map<AssignedQueue, Long> changed = new LinkedHashMap<>();
    for (AssignedQueue queue : queues.values()) {
      long offset = upTo.applyAsLong(queue);
      if (!queue.isCommitted(offset)) {
        changed.put(queue, offset);
      }
    }
    return changed;
  }

  synchronized void committed(AssignedQueue queue, long offset) {
    queue.committed(offset);
  }

  /** Ends all reading, and every poll that waits. */
  synchronized void close() {
    closed = true;
    queues.values().forEach(AssignedQueue::stop);
    notifyAll();
  }
}
