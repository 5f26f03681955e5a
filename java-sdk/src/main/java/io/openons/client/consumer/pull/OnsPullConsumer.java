package io.openons.client.consumer.pull;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.PullConsumer;
import com.aliyun.openservices.ons.api.TopicPartition;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.Credentials;
import io.openons.client.config.PullConfig;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.session.Client;
import io.openons.proto.v2.FilterExpression;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The pull consumer of the surface. */
public final class OnsPullConsumer extends Client<PullEngine> implements PullConsumer {
  private final PullConfig config;
  private final Supplier<ClientRuntime> runtime;
  private final Map<String, TopicPartitionChangeListener> listeners = new ConcurrentHashMap<>();

  /** A consumer that is not started. */
  public OnsPullConsumer(PullConfig config, Supplier<ClientRuntime> runtime) {
    super(config.client());
    this.config = config;
    this.runtime = runtime;
  }

  @Override
  protected PullEngine open(Credentials credentials) {
    return PullEngine.open(config, credentials, listeners, runtime);
  }

  @Override
  public Set<TopicPartition> topicPartitions(String topic) {
    return running().partitions().of(topic);
  }

  @Override
  public void assign(Collection<TopicPartition> topicPartitions) {
    requireNotNull(topicPartitions, "the collection of partitions");
    running().assign(topicPartitions);
  }

  @Override
  public void registerTopicPartitionChangedListener(
      String topic, TopicPartitionChangeListener callback) {
    requireNotNull(topic, "the topic");
    requireNotNull(callback, "the listener of topic " + topic);
    listeners.put(topic, callback);
    PullEngine engine = runningOrNull();
    if (engine != null) {
      engine.watch(topic);
    }
  }

  @Override
  public List<Message> poll(long timeout) {
    return poll(timeout, message -> true);
  }

  /**
   * As {@link #poll(long)}, as long as messages are wanted: the first that is not, and those behind
   * it, come with a later poll and do not count as consumed.
   */
  public List<Message> poll(long timeout, Predicate<Message> wanted) {
    return running().poll(timeout, wanted);
  }

  @Override
  public void seek(TopicPartition topicPartition, long offset) {
    running().seek(topicPartition, offset);
  }

  @Override
  public void seekToBeginning(TopicPartition topicPartition) {
    running().seekToBeginning(topicPartition);
  }

  @Override
  public void seekToEnd(TopicPartition topicPartition) {
    running().seekToEnd(topicPartition);
  }

  @Override
  public void pause(Collection<TopicPartition> topicPartitions) {
    requireNotNull(topicPartitions, "the collection of partitions");
    running().pause(topicPartitions, true);
  }

  @Override
  public void resume(Collection<TopicPartition> topicPartitions) {
    requireNotNull(topicPartitions, "the collection of partitions");
    running().pause(topicPartitions, false);
  }

  @Override
  public Long offsetForTimestamp(TopicPartition topicPartition, Long timestamp) {
    requireNotNull(timestamp, "the timestamp");
    return running().partitions().offsetAt(topicPartition, timestamp);
  }

  @Override
  public Long committed(TopicPartition topicPartition) {
    OptionalLong offset = running().partitions().committed(topicPartition);
    return offset.isPresent() ? offset.getAsLong() : null;
  }

  @Override
  public void commitSync() {
    running().commitSync();
  }

  /**
   * Sets the group's offset of a queue, assigned or not, and waits for it.
   *
   * @throws ONSClientException when there is no such queue or the server does not answer
   */
  public void commit(TopicPartition topicPartition, long offset) {
    running().commit(topicPartition, offset);
  }

  /** The offsets that a queue has now. */
  public OffsetLimits offsetLimits(TopicPartition topicPartition) {
    return running().partitions().limits(topicPartition);
  }

  /**
   * Reads from a queue at an offset, without assignment and without touching the group's progress.
   *
   * @param expression tags, as in {@link com.aliyun.openservices.ons.api.Consumer#subscribe}
   * @param max messages, at least 1
   * @param timeout how long to wait for the first
   * @throws ONSClientException when there is no such queue or offset, or the server does not answer
   */
  public Fetched fetch(
      TopicPartition topicPartition, String expression, long offset, int max, Duration timeout) {
    requireNotNull(topicPartition, "the partition");
    FilterExpression filter =
        Subscription.filter(topicPartition.getTopic(), MessageSelector.byTag(expression));
    return running().partitions().fetch(topicPartition, filter, offset, max, timeout);
  }

  private static void requireNotNull(Object value, String what) {
    if (value == null) {
      throw new ONSClientException(what + " is null", null, ErrorCode.INVALID_ARGUMENT);
    }
  }
}
