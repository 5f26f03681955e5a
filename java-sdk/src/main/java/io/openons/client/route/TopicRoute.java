package io.openons.client.route;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.MessageQueue;
import io.openons.proto.v2.Permission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The queues of a topic, and whose turn it is. */
public final class TopicRoute {
  /** Only masters take messages and give them out. */
  private static final int MASTER = 0;

  private final String topic;
  private final List<MessageQueue> queues;
  private final List<MessageQueue> writable;
  private final AtomicInteger turn;

  TopicRoute(String topic, List<MessageQueue> queues, AtomicInteger turn) {
    this.topic = topic;
    this.queues = List.copyOf(queues);
    this.writable =
        queues.stream()
            .filter(queue -> queue.getBroker().getId() == MASTER)
            .filter(
                queue ->
                    queue.getPermission() == Permission.WRITE
                        || queue.getPermission() == Permission.READ_WRITE)
            .toList();
    this.turn = turn;
  }

  /** The same topic with what the server says now; turns go on where they were. */
  TopicRoute renewed(List<MessageQueue> now) {
    return new TopicRoute(topic, now, turn);
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  boolean hasQueues(List<MessageQueue> others) {
    return queues.equals(others);
  }

  /**
   * The next queue to write to, one after the other.
   *
   * @param preferred which endpoints are better; the others are taken only when there are no better
   * @throws ONSClientException when no queue can be written to
   */
  public MessageQueue nextWritable(Predicate<Endpoints> preferred) {
    requireWritable();
    int count = writable.size();
    int first = turn.getAndIncrement() & Integer.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      MessageQueue queue = writable.get((first + i) % count);
      if (preferred.test(queue.getBroker().getEndpoints())) {
        return queue;
      }
    }
    return writable.get(first % count);
  }

  /** The queues that can be read from. */
  public List<MessageQueue> readable() {
    return queues.stream()
        .filter(queue -> queue.getBroker().getId() == MASTER)
        .filter(
            queue ->
                queue.getPermission() == Permission.READ
                    || queue.getPermission() == Permission.READ_WRITE)
        .toList();
  }

  /**
   * The queue to write a sharding key to, always the same as long as the queues stay the same.
   *
   * @throws ONSClientException when no queue can be written to
   */
  public MessageQueue writableFor(String shardingKey) {
    requireWritable();
    return writable.get(Math.floorMod(shardingKey.hashCode(), writable.size()));
  }

  private void requireWritable() {
    if (writable.isEmpty()) {
      throw new ONSClientException(
          "topic " + topic + " has no queue that takes messages; check the topic's permission",
          null,
          ErrorCode.FORBIDDEN);
    }
  }

  /** The endpoints of all masters. */
  public Set<Endpoints> endpoints() {
    return queues.stream()
        .filter(queue -> queue.getBroker().getId() == MASTER)
        .map(queue -> queue.getBroker().getEndpoints())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
