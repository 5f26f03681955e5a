package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerListener;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets aside what a group could not consume. */
public final class DeadLetters {
  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  private final Journal journal;
  private final Topics topics;
  private final InstantSource clock;
  private final BrokerListener listener;

  public DeadLetters(Journal journal, Topics topics, InstantSource clock, BrokerListener listener) {
    this.journal = journal;
    this.topics = topics;
    this.clock = clock;
    this.listener = listener;
  }

  /**
   * Stores a message in the topic of its group's dead letters, which is returned for announcing its
   * arrival.
   */
  Topic bury(Group group, Topic origin, StoredMessage stored) {
    return bury(group, origin, stored.message());
  }

  /** As the other, of a message that is not, or no longer, under a lease. */
  public Topic bury(Group group, Topic origin, Message message) {
    Topic deadLetters = topics.deadLetters(group.name());
    Message letter = message.deadLetter(origin.name());
    journal.append(List.of(deadLetters.record(letter, OptionalInt.empty(), clock.millis(), null)));
    listener.buried(origin.name(), group.name());
    log.info(
        "message {} of topic {} is a dead letter of group {}",
        letter.id(),
        origin.name(),
        group.name());
    return deadLetters;
  }
}
