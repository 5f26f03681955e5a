package io.openons.broker.core.topic;

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

  public boolean isReadable() {
    return readable;
  }

  public boolean isWritable() {
    return writable;
  }
}
