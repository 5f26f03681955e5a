package io.openons.bridge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events that wait to be polled. An event becomes frames only when it is its turn; frames that do
 * not fit into the caller's buffer come first the next time.
 */
final class Events {
  /** What becomes frames; none when it is not wanted any more. */
  @FunctionalInterface
  interface Event {
    List<byte[]> frames();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Event> waiting = new ArrayDeque<>();

  /** Events that a poll has taken, some of which may come back. */
  private int inHand;

  private boolean closed;

  /** An event that is a frame already. */
  void add(byte[] frame) {
    add(() -> List.of(frame));
  }

  /** Adds an event; one that comes after the end is dropped. */
  void add(Event event) {
    lock.lock();
    try {
      if (!closed) {
        waiting.add(event);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more events; those that wait can still be polled. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is and will be nothing. */
  boolean isDrained() {
    lock.lock();
    try {
      return closed && waiting.isEmpty() && inHand == 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes frames.
   *
   * @return what {@link Polled} lays out; null when closed and drained
   */
  byte[] poll(int max, int timeoutMillis, int capacity) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    Polled polled = new Polled(Math.max(1, max), capacity);
    while (!polled.isFull()) {
      Event event = next(polled.isEmpty() ? deadline : System.nanoTime());
      if (event == null) {
        break;
      }
      try {
        take(polled, event.frames());
      } finally {
        putDown();
      }
    }
    return polled.isEmpty() && !polled.isFull() && isDrained() ? null : polled.result(0);
  }

  private void take(Polled polled, List<byte[]> frames) {
    for (int i = 0; i < frames.size(); i++) {
      if (!polled.add(frames.get(i))) {
        putBack(frames.subList(i, frames.size()));
        return;
      }
    }
  }

  /** The next event, waited for until the deadline; null when there is none. */
  private Event next(long deadline) {
    lock.lock();
    try {
      while (waiting.isEmpty() && !(closed && inHand == 0)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return null;
        }
        changed.awaitNanos(left);
      }
      Event event = waiting.poll();
      if (event != null) {
        inHand++;
      }
      return event;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void putBack(List<byte[]> frames) {
    lock.lock();
    try {
      List<byte[]> rest = List.copyOf(frames);
      waiting.addFirst(() -> rest);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void putDown() {
    lock.lock();
    try {
      inHand--;
      if (closed) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Frames for one poll: the number, the size that is needed, the next offset, the frames. */
  static final class Polled {
    private static final int HEADER = 2 * Integer.BYTES + Long.BYTES;

    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private final int max;
    private final int capacity;
    private int count;
    private int needed;
    private boolean full;

    Polled(int max, int capacity) {
      this.max = max;
      this.capacity = capacity;
    }

    /** Whether the frame was taken; else this is full from now on. */
    boolean add(byte[] frame) {
      if (full || count == max || frame.length > capacity - frames.size()) {
        full = true;
        needed = count == 0 ? frame.length : 0;
        return false;
      }
      frames.writeBytes(frame);
      count++;
      full = count == max;
      return true;
    }

    boolean isEmpty() {
      return count == 0;
    }

    boolean isFull() {
      return full;
    }

    byte[] result(long nextOffset) {
      return ByteBuffer.allocate(HEADER + frames.size())
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(count)
          .putInt(needed)
          .putLong(nextOffset)
          .put(frames.toByteArray())
          .array();
    }
  }
}
