package io.openons.ctl.screen;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Entries in columns, as wide as they need to be. The last column is cut at the end of a line. */
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST = 20;

  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /** Makes an empty one. */
  public Table(List<Column> columns) {
    this.columns = columns;
  }

  /** Adds an entry. */
  public void add(JsonNode entry) {
    rows.add(columns.stream().map(c -> Plain.visible(c.text().apply(entry))).toList());
  }

  /** Writes it. */
  public void print(PrintWriter out, boolean isColoured, int width) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).title().length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> titles = columns.stream().map(column -> column.title().toUpperCase()).toList();
    out.println(Paint.BOLD.on(line(titles, widths, width), isColoured));
    for (List<String> row : rows) {
      out.println(line(row, widths, width));
    }
  }

  private String line(List<String> cells, int[] widths, int width) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      boolean isLast = i == widths.length - 1;
      String blanks = " ".repeat(Math.max(0, widths[i] - cells.get(i).length()));
      if (columns.get(i).isNumber()) {
        line.append(blanks).append(cells.get(i));
      } else if (isLast) {
        line.append(Plain.cut(cells.get(i), Math.max(NARROWEST, width - line.length())));
      } else {
        line.append(cells.get(i)).append(blanks);
      }
      line.append(isLast ? "" : GAP);
    }
    return line.toString();
  }
}
