package com.aliyun.openservices.ons.api.batch;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.exception.ONSClientException;

/**
 * Delivers messages to listeners many at a time: as soon as {@code ConsumeMessageBatchMaxSize}
 * messages of a topic have come, or {@code batchConsumeMaxAwaitDurationInSeconds} after the first
 * of them. With a wait of 0, the default, what has come goes out as soon as a listener is free. All
 * else is as with a {@link com.aliyun.openservices.ons.api.Consumer}.
 */
public interface BatchConsumer extends Admin {
  /**
   * Subscribes a topic, before or after {@link #start()}. A later call for the same topic replaces
   * expression and listener.
   *
   * @param subExpression which tags: {@code "*"}, null or empty for all, else tags joined by {@code
   *     ||}
   * @throws ONSClientException when topic or listener is null, when the expression cannot be read,
   *     and, on a started consumer, when the topic does not exist
   */
  void subscribe(String topic, String subExpression, BatchMessageListener listener);

  /**
   * Ends the subscription of a topic. Messages that were received but not yet given to the listener
   * go back to the server. Does nothing for a topic that is not subscribed.
   */
  void unsubscribe(String topic);
}
