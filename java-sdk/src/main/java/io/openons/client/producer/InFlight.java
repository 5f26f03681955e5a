package io.openons.client.producer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds asynchronous sends by count and by bytes, so that a fast sender cannot fill the memory.
 */
final class InFlight {
  private final int maxMessages;
  private final long maxBytes;
  private final AtomicInteger messages = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  InFlight(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  /** Takes a place; false when there is none. One message alone always finds a place. */
  boolean enter(int size) {
    int count = messages.incrementAndGet();
    long sum = bytes.addAndGet(size);
    if (count <= maxMessages && (sum <= maxBytes || count == 1)) {
      return true;
    }
    leave(size);
    return false;
  }

  /** Gives a place back. */
  void leave(int size) {
    messages.decrementAndGet();
    bytes.addAndGet(-size);
  }

  @Override
  public String toString() {
    return maxMessages + " messages or " + (maxBytes >> 20) + " MiB";
  }
}
