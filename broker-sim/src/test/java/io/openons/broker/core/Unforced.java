package io.openons.broker.core;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was done and is not durable, so that a power cut may undo it. */
final class Unforced {
  /** Something that one record of the log says, which ends at a position. */
  private record Change(long end, Runnable undo) {}

  private final Deque<Change> changes = new ArrayDeque<>();
  private long durable;

  void changed(long end, Runnable undo) {
    changes.push(new Change(end, undo));
  }

  /** Notes that the log is durable up to a position. */
  void durable(long position) {
    durable = position;
    changes.removeIf(change -> change.end <= position);
  }

  /** Returns up to where the log is durable. */
  long durable() {
    return durable;
  }

  /** Undoes what a log up to a position does not have, the newest first. */
  void undoAfter(long position) {
    changes.removeIf(change -> change.end <= position);
    while (!changes.isEmpty()) {
      changes.pop().undo.run();
    }
  }
}
