package io.openons.broker.core.admin;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Groups;
import io.openons.broker.core.message.Message;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.read.MessageFinder;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.core.topic.Topics;
import io.openons.broker.store.Journal;
import io.openons.broker.store.disk.AppendRefusedException;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operators look at dead letters, and send them once more. Safe on any thread. */
public final class DeadLetterAdmin {
  private static final Logger log = LoggerFactory.getLogger(DeadLetterAdmin.class);

  private final Journal journal;
  private final Topics topics;
  private final Groups groups;
  private final MessageFinder finder;
  private final InstantSource clock;

  /** Makes the operators' side of dead letters. */
  public DeadLetterAdmin(
      Journal journal, Topics topics, Groups groups, MessageFinder finder, InstantSource clock) {
    this.journal = journal;
    this.topics = topics;
    this.groups = groups;
    this.finder = finder;
    this.clock = clock;
  }

  /**
   * Returns a page of the dead letters of a group, the earliest first; none for a group that never
   * had any. Each names where it comes from.
   *
   * @throws BrokerException when the group does not exist, or the cursor is not of this list
   */
  public Page<StoredMessage> list(ResourceName group, PageRequest request) {
    Topic letters = letters(group);
    return letters == null
        ? new Page<>(List.of(), null)
        : finder.byTime(letters, 0, Long.MAX_VALUE, request);
  }

  private Topic letters(ResourceName group) {
    ResourceName name = groups.require(group).name().deadLetters();
    return topics.queuesOf(name).isEmpty() ? null : topics.find(name);
  }

  /**
   * Sends a dead letter once more: it is stored at the end of the topic that it comes from, where
   * only its group gets it, with all attempts before it. The dead letter stays in the list.
   *
   * @param queue number of its queue, as in the list
   * @param offset its offset, as in the list
   * @return completes when it is stored
   * @throws BrokerException when there is no such dead letter, or no longer; when the topic that it
   *     comes from does not exist any more
   */
  public CompletableFuture<Void> resend(ResourceName group, int queue, long offset) {
    Message letter = letter(group, queue, offset);
    ResourceName origin = ResourceName.of("", letter.origin().topic());
    ResourceName groupName = groups.require(group).name();
    Topic topic = topics.find(origin);
    try {
      journal.checkRoom();
      journal.append(
          List.of(
              topic.record(letter.resentTo(groupName), OptionalInt.empty(), clock.millis(), null)));
    } catch (AppendRefusedException refused) {
      throw new BrokerException(Reason.TOO_MANY_REQUESTS, refused.getMessage());
    }
    CompletableFuture<Void> durable = journal.durable();
    topic.arrived();
    log.info("dead letter {} of group {} is sent once more", letter.id(), groupName);
    return durable;
  }

  private Message letter(ResourceName group, int queue, long offset) {
    Topic letters = letters(group);
    if (letters != null && queue >= 0 && queue < letters.queues()) {
      List<StoredMessage> found = finder.byOffset(letters, queue, offset, 1).items();
      if (!found.isEmpty()
          && found.get(0).offset() == offset
          && found.get(0).message().origin() != null) {
        return found.get(0).message();
      }
    }
    throw new BrokerException(
        Reason.BAD_REQUEST,
        "group %s has no dead letter at offset %d of queue %d, or no longer"
            .formatted(group, offset, queue));
  }
}
