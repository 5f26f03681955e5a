package io.openons.broker.core.admin;

import io.openons.broker.core.admin.view.Backlog;
import io.openons.broker.core.admin.view.TopicBacklog;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.Consumption;
import io.openons.broker.core.group.QueuePlace;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.message.StoredMessage;
import io.openons.broker.core.topic.Topic;
import io.openons.broker.store.log.RecordDeletedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Measures how far groups are behind. Safe on any thread. */
final class Backlogs {
  private final InstantSource clock;

  Backlogs(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns the uncommitted messages of a group in a topic, without looking at any. */
  static long lag(Consumption consumption) {
    long lag = 0;
    for (int queue = 0; queue < consumption.topic().queues(); queue++) {
      QueuePlace place = consumption.place(queue);
      lag += place == null ? 0 : place.lag();
    }
    return lag;
  }

  /**
   * Measures a group in a topic.
   *
   * @param isOnline whether the group has live clients
   */
  TopicBacklog measure(Consumption consumption, boolean isOnline) {
    List<TopicBacklog.Queue> queues = new ArrayList<>();
    Backlog total = Backlog.NONE;
    for (int number = 0; number < consumption.topic().queues(); number++) {
      QueuePlace place = consumption.place(number);
      if (place != null) {
        Backlog backlog = measure(consumption.topic(), place, isOnline);
        total = total.plus(backlog);
        long before = place.committed() - 1;
        queues.add(
            new TopicBacklog.Queue(place, backlog, storeTime(consumption.topic(), place, before)));
      }
    }
    ResourceName topic = consumption.topic().name();
    return new TopicBacklog(topic, total, List.copyOf(queues));
  }

  private Backlog measure(Topic topic, QueuePlace place, boolean isOnline) {
    return new Backlog(
        place.inFlight(),
        place.ready(),
        place.unfinished(),
        waited(topic, place, place.committed()),
        isOnline ? waited(topic, place, place.pulled()) : null);
  }

  /** Returns how long a message has been ready; null when there is none. */
  private Duration waited(Topic topic, QueuePlace place, long offset) {
    if (offset >= place.end()) {
      return null;
    }
    try {
      StoredMessage stored =
          topic.read(place.queue(), offset, topic.queue(place.queue()).entry(offset));
      boolean isDelayed = stored.message().kind() == MessageKind.DELAY;
      long ready = isDelayed ? stored.message().deliveryTime() : stored.storeTime();
      return Duration.ofMillis(Math.max(0, clock.millis() - ready));
    } catch (RecordDeletedException overtaken) {
      // The group passes over it.
      return null;
    }
  }

  private static Instant storeTime(Topic topic, QueuePlace place, long offset) {
    try {
      return offset < place.begin()
          ? null
          : Instant.ofEpochMilli(topic.queue(place.queue()).entry(offset).time());
    } catch (RecordDeletedException overtaken) {
      return null;
    }
  }
}
