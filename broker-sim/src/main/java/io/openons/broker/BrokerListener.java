package io.openons.broker;

import java.time.Duration;

/**
 * Observes a broker of this process, for counters and tests; {@link OnsBroker.Builder#listener}
 * sets it. Called on the threads of the broker, several at a time and sometimes under a lock: an
 * implementation counts and returns, and calls neither the broker nor a client of it. What it
 * throws is logged the first time, and changes nothing. Each method does nothing unless overridden.
 *
 * <p>Names of topics and groups begin with their instance, if they have one: {@code instance%name}.
 */
public interface BrokerListener {
  /** Observes nothing. */
  BrokerListener NONE = new BrokerListener() {};

  /** A message was stored for a topic. */
  default void published(String topic) {}

  /** Messages were handed to a consumer of a group, under a lease. */
  default void delivered(String topic, String group, int messages) {}

  /** A group finished a message. */
  default void acknowledged(String topic, String group) {}

  /** A message became a dead letter of a group. */
  default void buried(String topic, String group) {}

  /**
   * A message, or a whole request to send, was refused by a rule for messages or topics; refused
   * signatures and rights are not among these.
   *
   * @param reason the rule, such as {@code FORBIDDEN} or {@code MESSAGE_BODY_TOO_LARGE}
   */
  default void refused(String reason) {}

  /** A part of the log, in bytes, was made durable, in a time. */
  default void flushed(long bytes, Duration took) {}
}
