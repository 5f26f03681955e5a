package io.openons.broker.core.send;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.disk.AppendRefusedException;
import io.openons.broker.store.log.QueueRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * Stores messages where their kind belongs, and tells those who wait for them. Safe on any thread.
 */
public final class Publisher {
  private final Journal journal;
  private final Topics topics;
  private final DelayedMessages delayed;
  private final Transactions transactions;
  private final InstantSource clock;

  public Publisher(
      Journal journal,
      Topics topics,
      DelayedMessages delayed,
      Transactions transactions,
      InstantSource clock) {
    this.journal = journal;
    this.topics = topics;
    this.delayed = delayed;
    this.transactions = transactions;
    this.clock = clock;
  }

  /**
   * A message with its place: the record that stores it, and the result once the record has its
   * offset.
   */
  private record Placed(int index, QueueRecord record, LongFunction<PublishResult> result) {}

  public CompletableFuture<List<PublishResult>> publish(
      Topic topic, String clientId, List<Submission> messages) {
    topic.requireNotDeleted();
    topics.used(topic);
    PublishResult[] results = new PublishResult[messages.size()];
    // Between their storing and their taking over, nobody may look at those who hold them back.
    if (hasKind(messages, MessageKind.TRANSACTION)) {
      synchronized (transactions) {
        storeWithDelayed(topic, clientId, messages, results);
      }
    } else {
      storeWithDelayed(topic, clientId, messages, results);
    }
    CompletableFuture<Void> durable = journal.durable();
    topic.arrived();
    List<PublishResult> answer = List.of(results);
    return durable.isDone() && !durable.isCompletedExceptionally()
        ? CompletableFuture.completedFuture(answer)
        : durable.thenApply(done -> answer);
  }

  private static boolean hasKind(List<Submission> messages, MessageKind kind) {
    return messages.stream().anyMatch(submission -> submission.message().kind() == kind);
  }

  private void storeWithDelayed(
      Topic topic, String clientId, List<Submission> messages, PublishResult[] results) {
    if (hasKind(messages, MessageKind.DELAY)) {
      synchronized (delayed) {
        store(topic, clientId, messages, results);
      }
    } else {
      store(topic, clientId, messages, results);
    }
  }

  private void store(
      Topic topic, String clientId, List<Submission> messages, PublishResult[] results) {
    List<Placed> placed = new ArrayList<>(results.length);
    for (int i = 0; i < results.length; i++) {
      Message message = messages.get(i).message();
      try {
        MessageRules.check(message, topic, clock.millis());
        placed.add(place(i, topic, clientId, messages.get(i)));
      } catch (BrokerException refusal) {
        results[i] = PublishResult.refused(message.id(), refusal);
      }
    }
    refuseBatches(messages, placed, results);
    long[] offsets = append(placed.stream().map(Placed::record).toList());
    for (int i = 0; i < offsets.length; i++) {
      Placed message = placed.get(i);
      results[message.index] = message.result.apply(offsets[i]);
    }
  }

  /** Refuses what is in one batch with a message that is refused. */
  private static void refuseBatches(
      List<Submission> messages, List<Placed> placed, PublishResult[] results) {
    if (placed.size() == results.length) {
      return;
    }
    Map<Object, BrokerException> refused = new IdentityHashMap<>();
    for (int i = 0; i < results.length; i++) {
      Object batch = messages.get(i).batch();
      if (batch != null && results[i] != null) {
        refused.putIfAbsent(batch, results[i].refusal());
      }
    }
    placed.removeIf(
        message -> {
          Submission submission = messages.get(message.index);
          BrokerException refusal = refused.get(submission.batch());
          if (refusal != null) {
            results[message.index] =
                PublishResult.refused(
                    submission.message().id(),
                    new BrokerException(
                        refusal.reason(),
                        "another message of the batch is refused: " + refusal.getMessage()));
          }
          return refusal != null;
        });
  }

  private long[] append(List<QueueRecord> records) {
    try {
      journal.checkRoom();
      return journal.append(records);
    } catch (AppendRefusedException refused) {
      throw new BrokerException(Reason.TOO_MANY_REQUESTS, refused.getMessage());
    }
  }

  private Placed place(int index, Topic topic, String clientId, Submission submission) {
    Message message = submission.message();
    checkQueue(topic, submission.queue());
    if (message.kind() == MessageKind.TRANSACTION) {
      return new Placed(
          index,
          transactions.record(topic, submission, clientId),
          offset ->
              PublishResult.half(
                  message.id(), transactions.stored(topic, submission, clientId, offset)));
    }
    if (message.kind() == MessageKind.DELAY && delayed.hasToWait(message)) {
      return new Placed(
          index,
          delayed.record(topic, submission),
          offset -> PublishResult.delayed(message.id(), delayed.stored(topic, message, offset)));
    }
    QueueRecord record = topic.record(message, submission.queue(), clock.millis(), null);
    return new Placed(
        index,
        record,
        offset -> PublishResult.stored(message.id(), record.queue().queue(), offset));
  }

  private static void checkQueue(Topic topic, OptionalInt queue) {
    if (queue.isPresent() && (queue.getAsInt() < 0 || queue.getAsInt() >= topic.queues())) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "topic %s has the queues 0 to %d, not %d"
              .formatted(topic.name(), topic.queues() - 1, queue.getAsInt()));
    }
  }
}
