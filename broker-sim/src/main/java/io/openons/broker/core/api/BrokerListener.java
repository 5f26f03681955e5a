package io.openons.broker.core.api;

/**
 * Observes what a broker does, for counters. Called on the thread that does it, sometimes under a
 * lock: an implementation counts and returns, and calls no broker. Each method does nothing unless
 * overridden.
 */
public interface BrokerListener {
  /** Observes nothing. */
  BrokerListener NONE = new BrokerListener() {};

  /** A message was stored for a topic. */
  default void published(ResourceName topic) {}

  /** Messages were handed to a consumer of a group, under a lease. */
  default void delivered(ResourceName topic, ResourceName group, int messages) {}

  /** A message was delivered for the first time, so long after it was ready. */
  default void waited(long millis) {}

  /** A group finished a message. */
  default void acknowledged(ResourceName topic, ResourceName group) {}

  /** A message became a dead letter of a group. */
  default void buried(ResourceName topic, ResourceName group) {}

  /** A message, or a whole request to send, was refused. */
  default void refused(Reason reason) {}
}
