package io.openons.bridge.callbacks;

import io.openons.bridge.frames.FrameSource;
import io.openons.bridge.frames.Polled;
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
public final class Events {
  /** Something that becomes frames; none when nobody wants it any longer. */
  @FunctionalInterface
  public interface Event {
    List<FrameSource> frames();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Event> waiting = new ArrayDeque<>();

  /** Events that a poll has taken, some of which may come back. */
  private int inHand;

  private boolean closed;

  /** An event that is a frame already. */
  public void add(byte[] frame) {
    List<FrameSource> frames = List.of(FrameSource.of(frame));
    add(() -> frames);
  }

  /** Adds an event; one that comes after the end is dropped. */
  public void add(Event event) {
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

  public int size() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more events; those that wait can still be polled. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether there is and will be nothing. */
  private boolean isDrained() {
    lock.lock();
    try {
      return closed && waiting.isEmpty() && inHand == 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes frames. What fails while an event becomes frames is thrown here, to the program; frames
   * that were taken already are returned first.
   *
   * @return what {@link Polled} lays out; null when closed and drained
   */
  public byte[] poll(int max, int timeoutMillis, int capacity) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    Polled polled = new Polled(Math.max(1, max), capacity);
    while (!polled.isFull()) {
      Event event = next(polled.isEmpty() ? deadline : System.nanoTime());
      if (event == null) {
        break;
      }
      try {
        take(polled, event.frames());
      } catch (RuntimeException | Error failed) {
        if (polled.isEmpty()) {
          throw failed;
        }
        putBack(
            () -> {
              throw failed;
            });
        break;
      } finally {
        putDown();
      }
    }
    return polled.isEmpty() && !polled.isFull() && isDrained() ? null : result(polled);
  }

  private void take(Polled polled, List<FrameSource> frames) {
    for (int i = 0; i < frames.size(); i++) {
      if (!polled.add(frames.get(i))) {
        List<FrameSource> rest = List.copyOf(frames.subList(i, frames.size()));
        putBack(() -> rest);
        return;
      }
    }
  }

  /** The frames in one piece; without the memory for it they stay for the next poll. */
  private byte[] result(Polled polled) {
    try {
      return polled.result(0);
    } catch (OutOfMemoryError full) {
      putBack(polled::frames);
      throw full;
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

  private void putBack(Event event) {
    lock.lock();
    try {
      waiting.addFirst(event);
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
}
