package io.openons.client.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of clients, named as in the surface. */
public enum ClientKind {
  /** Normal and delayed messages. */
  PRODUCER("Producer"),
  /** Ordered messages. */
  ORDER_PRODUCER("OrderProducer"),
  /** Messages of local transactions. */
  TRANSACTION_PRODUCER("TransactionProducer"),
  /** Called with messages one by one. */
  CONSUMER("Consumer"),
  /** Called with messages in order. */
  ORDER_CONSUMER("OrderConsumer"),
  /** Called with many messages at a time. */
  BATCH_CONSUMER("BatchConsumer"),
  /** Asks for messages. */
  PULL_CONSUMER("PullConsumer");

  /** Whatever there is. */
  static final Set<ClientKind> ALL = Collections.unmodifiableSet(EnumSet.allOf(ClientKind.class));

  /** Whatever sends. */
  static final Set<ClientKind> PRODUCERS =
      Collections.unmodifiableSet(EnumSet.range(PRODUCER, TRANSACTION_PRODUCER));

  /** Whatever needs a group. */
  static final Set<ClientKind> CONSUMERS =
      Collections.unmodifiableSet(EnumSet.range(CONSUMER, PULL_CONSUMER));

  /** Whatever calls listeners. */
  static final Set<ClientKind> CALLED =
      Collections.unmodifiableSet(EnumSet.range(CONSUMER, BATCH_CONSUMER));

  private final String surfaceName;

  ClientKind(String surfaceName) {
    this.surfaceName = surfaceName;
  }

  /** The name of the interface in the surface. */
  @Override
  public String toString() {
    return surfaceName;
  }
}
