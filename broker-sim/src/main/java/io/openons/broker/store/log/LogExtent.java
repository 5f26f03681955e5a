package io.openons.broker.store.log;

/**
 * Where a log begins and ends, as far as it is known apart from the log. A log that lacks some of
 * this is damaged.
 *
 * @param id the number that all segments of the log begin with; those of other logs differ
 * @param begin the log begins here or before
 * @param durable the log was durable up to here, so it ends here or later
 * @param stopped whether the broker stopped in good order with the log's end at {@code durable}, so
 *     that no write was torn
 */
public record LogExtent(long id, long begin, long durable, boolean stopped) {
  /** Returns what is known of a log that was not begun. */
  public static LogExtent unknown(long id) {
    return new LogExtent(id, Long.MAX_VALUE, 0, false);
  }

  /** Returns the same for a log with another id. */
  public LogExtent withId(long other) {
    return new LogExtent(other, begin, durable, stopped);
  }
}
