package com.aliyun.openservices.ons.api;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;

/**
 * Delivers the messages of the subscribed topics to listeners, on {@code ConsumeThreadNums}
 * threads.
 *
 * <p>With {@code MessageModel=BROADCASTING} every consumer of the group gets every message, from
 * where it was when it ended last, at first from the end. What its listener does not handle, or not
 * within {@code consumeTimeout}, does not come again. It needs a server that offers reading at
 * offsets, as a {@link PullConsumer} does.
 *
 * <p>Otherwise each message goes to one consumer of the group. It comes again later when the
 * listener returns {@link Action#ReconsumeLater} or null, throws, or takes longer than {@code
 * consumeTimeout}. All consumers of a group need the same subscriptions.
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
   * Limits how often this consumer calls the listener of a topic, in even distances. Messages wait
   * for their turn without holding a thread. May be called at any time and again.
   *
   * @param permitsPerSecond messages per second, more than 0
   * @throws ONSClientException when the topic is null or the rate is not positive
   */
  void rateLimit(String topic, double permitsPerSecond);

  /**
   * Sets where a broadcasting consumer keeps how far it has come, instead of a file below {@code
   * ons.offsetsFolder}. To be called before {@link #start()}.
   *
   * @throws ONSClientException for other consumers, whose progress the server keeps; when it is
   *     null; and when the consumer was started
   */
  default void setOffsetStore(OffsetStore offsetStore) {
    throw new ONSClientException(
        "only a consumer with MessageModel=BROADCASTING keeps its progress itself; remove the call,"
            + " or set MessageModel",
        null,
        ErrorCode.FEATURE_NOT_SUPPORTED);
  }
}
