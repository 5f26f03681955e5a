package io.openons.broker.core.api;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items the entries, in the order of the list
 * @param next the cursor of the page after this one; null after the last
 * @param <T> what the list has
 */
public record Page<T>(List<T> items, String next) {
  /** Copies the entries. */
  public Page {
    items = List.copyOf(items);
  }
}
