package io.openons.broker.core;

import io.openons.broker.store.Journal;
import io.openons.broker.store.QueueRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Stores messages and tells those who wait for them. Safe on any thread. */
final class Publisher {
  private final Journal journal;
  private final InstantSource clock;

  Publisher(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  CompletableFuture<List<PublishResult>> publish(Topic topic, List<Message> messages) {
    PublishResult[] results = new PublishResult[messages.size()];
    List<QueueRecord> records = new ArrayList<>(messages.size());
    List<Integer> accepted = new ArrayList<>(messages.size());
    long now = clock.millis();
    for (int i = 0; i < results.length; i++) {
      Message message = messages.get(i);
      try {
        MessageRules.check(message);
        records.add(
            new QueueRecord(
                topic.key(topic.nextQueue()),
                now,
                message.tagHash(),
                MessageCodec.encode(message)));
        accepted.add(i);
      } catch (BrokerException refusal) {
        results[i] = PublishResult.refused(message.id(), refusal);
      }
    }
    if (records.isEmpty()) {
      return CompletableFuture.completedFuture(List.of(results));
    }
    long[] offsets = journal.append(records);
    for (int i = 0; i < offsets.length; i++) {
      int at = accepted.get(i);
      results[at] =
          PublishResult.stored(messages.get(at).id(), records.get(i).queue().queue(), offsets[i]);
    }
    CompletableFuture<Void> durable = journal.durable();
    topic.arrived();
    List<PublishResult> answer = List.of(results);
    return durable.isDone() && !durable.isCompletedExceptionally()
        ? CompletableFuture.completedFuture(answer)
        : durable.thenApply(done -> answer);
  }
}
