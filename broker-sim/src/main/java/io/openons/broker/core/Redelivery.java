package io.openons.broker.core;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.group.DeadLetters;
import io.openons.broker.core.group.Group;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.PublishResult;
import io.openons.broker.core.message.Submission;
import io.openons.broker.core.send.Publisher;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Stores messages once more for groups whose members share out the queues: in a topic of the
 * group's own, or with its dead letters. Safe on any thread.
 */
final class Redelivery {
  private final Journal journal;
  private final Topics topics;
  private final DeadLetters deadLetters;
  private final Publisher publisher;
  private final InstantSource clock;

  Redelivery(
      Journal journal,
      Topics topics,
      DeadLetters deadLetters,
      Publisher publisher,
      InstantSource clock) {
    this.journal = journal;
    this.topics = topics;
    this.deadLetters = deadLetters;
    this.publisher = publisher;
    this.clock = clock;
  }

  CompletableFuture<Void> again(
      Group group,
      Topic topic,
      Message message,
      Duration delay,
      Integer mostDeliveries,
      String clientId) {
    Duration wait = delay == null ? group.settings().wait(message.deliveries() + 1) : delay;
    Message copy = message.again(topic.name(), clock.millis() + wait.toMillis());
    return store(group, copy, mostDeliveries, clientId);
  }

  CompletableFuture<Void> store(
      Group group, Message copy, Integer mostDeliveries, String clientId) {
    int most = mostDeliveries == null ? group.settings().maxAttempts() : mostDeliveries;
    Topic again = topics.redeliveries(group.name());
    if (copy.deliveries() >= most) {
      Topic buriedIn = deadLetters.bury(group, again, copy);
      CompletableFuture<Void> durable = journal.durable();
      buriedIn.arrived();
      return durable;
    }
    return publisher
        .publish(again, clientId, List.of(new Submission(copy, null)))
        .thenAccept(results -> requireStored(results.get(0)));
  }

  private static void requireStored(PublishResult result) {
    BrokerException refusal = result.refusal();
    if (refusal != null) {
      throw refusal;
    }
  }
}
