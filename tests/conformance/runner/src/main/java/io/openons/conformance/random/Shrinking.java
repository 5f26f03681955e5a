package io.openons.conformance.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a list that shows something as short as it can, by leaving parts of it out. */
final class Shrinking {
  private Shrinking() {}

  /**
   * The list without the parts that it does not need: first halves, then ever smaller pieces.
   *
   * @param shows whether a list still shows what the whole one does
   */
  static <T> List<T> shrink(List<T> whole, Predicate<List<T>> shows) {
    List<T> least = new ArrayList<>(whole);
    for (int piece = Math.max(1, least.size() / 2); piece >= 1; piece /= 2) {
      int from = 0;
      while (from < least.size()) {
        List<T> without = new ArrayList<>(least);
        without.subList(from, Math.min(from + piece, without.size())).clear();
        if (shows.test(without)) {
          least = without;
        } else {
          from += piece;
        }
      }
    }
    return least;
  }
}
