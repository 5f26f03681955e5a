package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ONSClientException;

/**
 * Delivers the messages of the subscribed topics to listeners, on {@code ConsumeThreadNums}
 * threads.
 *
 * <p>Each message goes to one consumer of the group. It comes again later when the listener returns
 * {@link Action#ReconsumeLater} or null, throws, or takes longer than {@code consumeTimeout}. All
 * consumers of a group need the same subscriptions.
 *
 * <p>A started consumer keeps the process alive, until {@link #shutdown()}.
 */
public interface Consumer extends Admin {
  /**
   * Subscribes a topic, before or after {@link #start()}. A later call for the same topic replaces
   * expression and listener.
   *
   * @param subExpression which tags: {@code "*"}, null or empty for all, else tags joined by {@code
   *     ||}, as in {@code "TagA || TagB"}. A star inside a tag is not a wildcard
   * @throws ONSClientException when topic or listener is null, when the expression cannot be read,
   *     and, on a started consumer, when the topic does not exist; the topic is not subscribed then
   */
  void subscribe(String topic, String subExpression, MessageListener listener);

  /**
   * The same with a selector; null selects everything.
   *
   * @throws ONSClientException as above
   */
  void subscribe(String topic, MessageSelector selector, MessageListener listener);

  /**
   * Ends the subscription of a topic. Messages that were received but not yet given to the listener
   * go back to the server. Does nothing for a topic that is not subscribed.
   */
  void unsubscribe(String topic);

  /**
   * Limits how many messages of a topic are delivered per second.
   *
   * @throws ONSClientException always: this version does not support it
   */
  void rateLimit(String topic, double permitsPerSecond);
}
