package io.openons.client.consumer;

import io.openons.client.config.Credentials;

/** The machinery of a consumer between its start and its shutdown. */
interface RunningConsumer {
  /** Signs later requests with other credentials. */
  void credentials(Credentials credentials);

  /** Receives a topic that was subscribed while the consumer runs, or subscribed anew. */
  void subscribe(Subscription subscription);

  /** Ends the receiving of a topic. */
  void unsubscribe(String topic);

  /** Limits from now on how often the listener of a topic is called. */
  void rateLimit(String topic, double perSecond);

  /** Ends everything, within bounds. */
  void close();
}
