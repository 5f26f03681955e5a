package com.aliyun.openservices.ons.api.order;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.MessageSelector;
import com.aliyun.openservices.ons.api.OffsetStore;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;

/**
 * Delivers messages to listeners in order: of the messages with one sharding key, the next one is
 * shown when the one before it is done. Different sharding keys, and messages without one, go on at
 * the same time, on {@code ConsumeThreadNums} threads.
 *
 * <p>A message that is not handled is shown again after {@code suspendTimeMillis}, and stops only
 * its sharding key. After {@code maxReconsumeTimes} repetitions it becomes a dead letter, and the
 * next one follows. Repetitions happen in this client and {@code getReconsumeTimes()} counts them.
 * {@code consumeTimeout} has no effect: no message is taken from a listener that still works on it.
 *
 * <p>All consumers of the group must be ordered ones.
 */
public interface OrderConsumer extends Admin {
  @Override
  void start();

  @Override
  void shutdown();

  /**
   * Subscribes a topic, before or after {@link #start()}. A later call for the same topic replaces
   * expression and listener.
   *
   * @param subExpression which tags: {@code "*"}, null or empty for all, else tags joined by {@code
   *     ||}
   * @throws ONSClientException when topic or listener is null, when the expression cannot be read,
   *     and, on a started consumer, when the topic does not exist
   */
  void subscribe(String topic, String subExpression, MessageOrderListener listener);

  /**
   * The same with a selector; null selects everything.
   *
   * @throws ONSClientException as above
   */
  void subscribe(String topic, MessageSelector selector, MessageOrderListener listener);

  /**
   * Limits how often this consumer calls the listener of a topic, in even distances; a repetition
   * counts too. Messages wait for their turn without holding a thread. May be called at any time
   * and again.
   *
   * @param permitsPerSecond messages per second, more than 0
   * @throws ONSClientException when the topic is null or the rate is not positive
   */
  void rateLimit(String topic, double permitsPerSecond);

  /**
   * Is there because the published interface has it.
   *
   * @throws ONSClientException always: a group shares its ordered messages, so the server keeps its
   *     progress
   */
  default void setOffsetStore(OffsetStore offsetStore) {
    throw new ONSClientException(
        "the server keeps the progress of ordered consumers; remove the call of setOffsetStore",
        null,
        ErrorCode.FEATURE_NOT_SUPPORTED);
  }
}
