package io.openons.broker.core;

/** What may be done with a topic. */
public enum Permission {
  /** Nothing. */
  NONE(false, false),
  /** Consuming only. */
  READ(true, false),
  /** Sending only. */
  WRITE(false, true),
  /** Sending and consuming. */
  READ_WRITE(true, true);

  private final boolean readable;
  private final boolean writable;

  Permission(boolean readable, boolean writable) {
    this.readable = readable;
    this.writable = writable;
  }

  boolean isReadable() {
    return readable;
  }

  boolean isWritable() {
    return writable;
  }
}
