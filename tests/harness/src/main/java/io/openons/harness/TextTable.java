package io.openons.harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table of plain text: the first column to the left, numbers to the right. */
public final class TextTable {
  private static final String GAP = "  ";
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException when it has not as many cells as the header
   */
  public TextTable row(Object... cells) {
    if (cells.length != rows.get(0).size()) {
      throw new IllegalArgumentException(
          "a row of %d cells in a table of %d columns".formatted(cells.length, rows.get(0).size()));
    }
    rows.add(Arrays.stream(cells).map(String::valueOf).toList());
    return this;
  }

  @Override
  public String toString() {
    int columns = rows.get(0).size();
    int[] widths =
        IntStream.range(0, columns)
            .map(
                c ->
                    Math.max(1, rows.stream().mapToInt(row -> row.get(c).length()).max().orElse(1)))
            .toArray();
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, columns)
                    .mapToObj(c -> padded(row.get(c), widths[c], c == 0))
                    .collect(Collectors.joining(GAP))
                    .stripTrailing())
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private static String padded(String cell, int width, boolean left) {
    return ("%" + (left ? "-" : "") + width + "s").formatted(cell);
  }
}
