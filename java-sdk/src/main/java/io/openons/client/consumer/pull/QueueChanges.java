package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.PullConsumer.TopicPartitionChangeListener;
import com.aliyun.openservices.ons.api.TopicPartition;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.PartitionNames;
import io.openons.client.route.TopicRoute;
import io.openons.client.runtime.BoundedPool;
import io.openons.client.runtime.UserCode;
import io.openons.client.session.ClientCore;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Tells listeners which queues their topic has now, on a thread that only they use. Of changes that
 * come while a listener is busy it is told the latest.
 */
final class QueueChanges {
  private static final Log log = Logs.of(QueueChanges.class);

  private final Map<String, TopicPartitionChangeListener> listeners;
  private final BoundedPool thread;
  private final Map<String, Set<TopicPartition>> known = new ConcurrentHashMap<>();

  /** Changes that wait for the thread; one for each topic. */
  private final Map<String, Set<TopicPartition>> waiting = new ConcurrentHashMap<>();

  /**
   * The changes of a client.
   *
   * @param listeners by topic; may change while the client runs
   */
  QueueChanges(ClientCore core, String group, Map<String, TopicPartitionChangeListener> listeners) {
    this.listeners = listeners;
    this.thread =
        core.pool(
            "ons-changes-" + group,
            Integer.MAX_VALUE,
            "let the listener of changed queues return, and assign on a thread of your own");
  }

  static Set<TopicPartition> partitions(TopicRoute route) {
    return route.readable().stream().map(PartitionNames::of).collect(Collectors.toSet());
  }

  /** Takes note of the first route of a topic; later ones are compared with it. */
  void begin(TopicRoute route) {
    known.putIfAbsent(route.topic(), partitions(route));
  }

  /** A route is new or different. */
  void changed(TopicRoute route) {
    TopicPartitionChangeListener listener = listeners.get(route.topic());
    if (listener == null) {
      return;
    }
    Set<TopicPartition> now = partitions(route);
    Set<TopicPartition> before = known.put(route.topic(), now);
    if (before == null || before.equals(now) || waiting.put(route.topic(), now) != null) {
      return;
    }
    thread.execute(
        "the listener of changed queues of topic " + route.topic(),
        () -> tell(listener, waiting.remove(route.topic())));
  }

  private static void tell(TopicPartitionChangeListener listener, Set<TopicPartition> now) {
    UserCode.run(
        () -> listener.onChanged(now),
        thrown -> log.error("a listener of changed queues threw", thrown));
  }
}
