package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ONSClientException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Reads the queues that the application chooses, from where it wishes, when it asks.
 *
 * <p>The usual course: {@link #start()}, {@link #topicPartitions}, {@link #assign}, then {@link
 * #poll} in a loop. Several consumers of a group do not share queues by themselves: who is assigned
 * what is up to the application.
 *
 * <p>The group's offset of a queue is where a later consumer goes on. It is committed each {@code
 * autoCommitIntervalMillis} and at the shutdown, unless {@code autoCommit} is {@code false}, and by
 * {@link #commitSync()}. What counts as consumed is what {@code poll} had returned before it was
 * called the last time; at the shutdown, and for {@code commitSync}, everything that it returned.
 *
 * <p>All methods are safe on any thread. They need a server that offers reading at offsets: OpenONS
 * does, Apache RocketMQ 5 does not; there, calls that ask the server fail with {@link
 * com.aliyun.openservices.ons.api.exception.ErrorCode#NOT_IMPLEMENTED}. Except for {@link
 * #registerTopicPartitionChangedListener} they need a started consumer.
 */
public interface PullConsumer extends Admin {
  /** Is told when the queues of a topic have changed. */
  interface TopicPartitionChangeListener {
    /**
     * The queues now. Called on a thread for callbacks; what it throws is logged.
     *
     * @param topicPartitions all queues that can be read
     */
    void onChanged(Set<TopicPartition> topicPartitions);
  }

  /**
   * The queues of a topic that can be read.
   *
   * @throws ONSClientException when the topic does not exist or the server does not answer
   */
  Set<TopicPartition> topicPartitions(String topic);

  /**
   * Reads these queues from now on and no others. A queue that was assigned already goes on where
   * it is; a new one begins at the group's offset, or, when there is none, at its end.
   *
   * @throws ONSClientException when a queue does not exist or the server does not say where the
   *     group is; then everything stays as it was
   */
  void assign(Collection<TopicPartition> topicPartitions);

  /**
   * Tells a listener about changes of a topic's queues; they are looked for each 30 seconds. A
   * later call for the same topic replaces the listener.
   *
   * @throws ONSClientException when topic or listener is null
   */
  void registerTopicPartitionChangedListener(String topic, TopicPartitionChangeListener callback);

  /**
   * The next messages of the assigned queues, in turn; at most {@code maxBatchMessageCount}.
   *
   * @param timeout milliseconds to wait when there is none yet; 0 does not wait, a negative number
   *     stands for {@code pollTimeoutMillis}
   * @return empty when none came in time
   * @throws ONSClientException when the server refuses reading for a reason that does not pass by
   *     itself; reading is tried again nevertheless
   */
  List<Message> poll(long timeout);

  /**
   * Goes on at an offset.
   *
   * @throws ONSClientException when the queue is not assigned or has no such offset
   */
  void seek(TopicPartition topicPartition, long offset);

  /**
   * Goes on at the oldest message.
   *
   * @throws ONSClientException when the queue is not assigned or the server does not answer
   */
  void seekToBeginning(TopicPartition topicPartition);

  /**
   * Goes on after the newest message.
   *
   * @throws ONSClientException when the queue is not assigned or the server does not answer
   */
  void seekToEnd(TopicPartition topicPartition);

  /**
   * Lets {@link #poll} return nothing of these queues.
   *
   * @throws ONSClientException when one of them is not assigned
   */
  void pause(Collection<TopicPartition> topicPartitions);

  /**
   * Undoes {@link #pause}.
   *
   * @throws ONSClientException when one of them is not assigned
   */
  void resume(Collection<TopicPartition> topicPartitions);

  /**
   * The offset of the first message that was stored at or after a time; the end when there is none.
   *
   * @param timestamp milliseconds since 1970
   * @throws ONSClientException when the queue does not exist or the server does not answer
   */
  Long offsetForTimestamp(TopicPartition topicPartition, Long timestamp);

  /**
   * The group's offset of a queue, as the server has it; null when there is none.
   *
   * @throws ONSClientException when the queue does not exist or the server does not answer
   */
  Long committed(TopicPartition topicPartition);

  /**
   * Commits everything that {@link #poll} has returned.
   *
   * @throws ONSClientException when the server did not take all of it
   */
  void commitSync();
}
