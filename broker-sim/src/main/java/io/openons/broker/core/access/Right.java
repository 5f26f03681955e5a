package io.openons.broker.core.access;

/** What a user may do with a topic or a consumer group. */
public enum Right {
  /** Nothing. */
  DENY(false, false),
  /** Send to a topic. Says nothing about groups. */
  PUBLISH(true, false),
  /** Consume a topic, or consume with a group. */
  SUBSCRIBE(false, true),
  /** Send and consume. */
  BOTH(true, true);

  private final boolean publishes;
  private final boolean subscribes;

  Right(boolean publishes, boolean subscribes) {
    this.publishes = publishes;
    this.subscribes = subscribes;
  }

  /** Says whether this right has something in common with a needed one. */
  boolean overlaps(Right needed) {
    return publishes && needed.publishes || subscribes && needed.subscribes;
  }
}
