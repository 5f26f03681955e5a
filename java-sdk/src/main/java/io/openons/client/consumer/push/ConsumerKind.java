package io.openons.client.consumer.push;

/** How a consumer's messages go to its listeners. */
enum ConsumerKind {
  /** One by one, as they come. */
  SINGLE,
  /** Many at a time. */
  BATCH,
  /** One by one in the order of their sharding keys. */
  ORDERED
}
