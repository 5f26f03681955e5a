package io.openons.broker.core.api;

/**
 * How much of a long search may be done before others get their turn. A search that is not at its
 * end then goes on later by {@link Scheduler#background}. For one thread.
 */
public final class Turn {
  /**
   * Steps of a turn: 16,384 entries of a queue that are passed by, or 512 messages that are read;
   * measured at 2 to 3 ms. Ours.
   */
  static final int STEPS = 16_384;

  /** What reading a message costs, in steps. */
  private static final int READ = 32;

  private int left = STEPS;

  /** Counts an entry that was passed by. */
  public void pass() {
    left--;
  }

  /** Counts a message that was read. */
  public void read() {
    left -= READ;
  }

  /** Says whether the search is to be interrupted. */
  public boolean isOver() {
    return left <= 0;
  }
}
