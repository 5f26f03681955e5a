package io.openons.bench.client;

/** What sort of messages a load sends. */
public enum MessageKind {
  NORMAL,
  /** With one of a hundred sharding keys. */
  ORDERED,
  /** Deliverable in an hour. */
  DELAYED,
  /** Committed at once. */
  TRANSACTION
}
