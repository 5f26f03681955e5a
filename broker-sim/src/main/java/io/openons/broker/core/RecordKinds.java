package io.openons.broker.core;

/** The kinds of keyed records in the journal; the numbers are on disk. */
final class RecordKinds {
  /** A topic, by its number. */
  static final byte TOPIC = 1;

  /** A group, by its number. */
  static final byte GROUP = 2;

  /** The progress of a group in a topic, by the numbers of both. */
  static final byte PROGRESS = 3;

  private RecordKinds() {}
}
