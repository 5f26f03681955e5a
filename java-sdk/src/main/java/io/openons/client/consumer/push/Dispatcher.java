package io.openons.client.consumer.push;

import io.openons.client.message.ReceivedMessage;

/** Takes what a topic's loops receive to the listener, in one way or another. */
interface Dispatcher {
  /** A message has come. */
  void deliver(ReceivedMessage message);

  /** Whether outcomes reach the server fast enough that more messages may come. */
  boolean mayReceive();

  /** A server has given all that it has at this moment. */
  default void pause() {}

  /** Hands back what waits here; what runs ends as usual. */
  default void stop() {}
}
