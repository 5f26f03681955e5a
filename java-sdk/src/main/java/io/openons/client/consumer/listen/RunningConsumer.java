package io.openons.client.consumer.listen;

import io.openons.client.session.Client;

/** The machinery of a consumer between its start and its shutdown. */
public interface RunningConsumer extends Client.Running {
  /** Receives a topic that was subscribed while the consumer runs, or subscribed anew. */
  void subscribe(Subscription subscription);

  /** Ends the receiving of a topic. */
  void unsubscribe(String topic);

  /** Limits from now on how often the listener of a topic is called. */
  void rateLimit(String topic, double perSecond);
}
