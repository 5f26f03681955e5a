package io.openons.broker.core.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;

/**
 * Asks for a part of a list. What comes or goes between two pages is in its place, or missing;
 * nothing else is skipped or repeated.
 *
 * @param after the cursor of the page, as {@link Page#next} of the page before has it; null for the
 *     first page
 * @param limit most entries of the page, 1 to {@link #MAX_LIMIT}
 * @param contains a text that the names of the entries contain; empty for all entries
 */
public record PageRequest(String after, int limit, String contains) {
  /** Most entries of a page. Ours: 1000. */
  public static final int MAX_LIMIT = 1000;

  /** Longest cursor, and longest text to look for, in characters. Ours. */
  private static final int MAX_TEXT = 2048;

  /**
   * Checks the limits.
   *
   * @throws BrokerException with {@link Reason#BAD_REQUEST}
   */
  public PageRequest {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the page would have %d entries; ask for 1 to %d".formatted(limit, MAX_LIMIT));
    }
    if (after != null && after.length() > MAX_TEXT || contains.length() > MAX_TEXT) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "the cursor, or the text to look for, has more than %d characters; shorten it"
              .formatted(MAX_TEXT));
    }
  }

  /** Asks for the first page of a list. */
  public static PageRequest first(int limit) {
    return new PageRequest(null, limit, "");
  }

  /** Asks for a page of a list. */
  public static PageRequest after(String cursor, int limit) {
    return new PageRequest(cursor, limit, "");
  }

  /** Returns the page of a sorted list whose cursors are its keys. */
  public <V, T> Page<T> of(NavigableMap<String, V> all, Function<V, T> view) {
    NavigableMap<String, V> rest = after == null ? all : all.tailMap(after, false);
    List<T> items = new ArrayList<>();
    String last = null;
    for (Map.Entry<String, V> entry : rest.entrySet()) {
      if (!entry.getKey().contains(contains)) {
        continue;
      }
      if (items.size() == limit) {
        return new Page<>(items, last);
      }
      T item = view.apply(entry.getValue());
      if (item != null) {
        items.add(item);
        last = entry.getKey();
      }
    }
    return new Page<>(items, null);
  }

  /**
   * Returns the cursor as a number.
   *
   * @param first for the first page
   * @throws BrokerException with {@link Reason#BAD_REQUEST} when it is none
   */
  public long number(long first) {
    if (after == null) {
      return first;
    }
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw new BrokerException(
          Reason.BAD_REQUEST,
          "'%s' is not a cursor of this list; begin with the first page"
              .formatted(Texts.shorten(after)));
    }
  }
}
