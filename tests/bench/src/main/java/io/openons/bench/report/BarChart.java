package io.openons.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bars from left to right in groups, as SVG: the middle value, and a line for the spread. */
final class BarChart {
  private static final int WIDTH = 760;
  private static final int LEFT = 210;
  private static final int RIGHT = 90;
  private static final int BAR = 16;
  private static final int GAP = 4;
  private static final int HEADING = 26;
  private static final int TITLE = 40;
  private static final List<String> COLORS =
      List.of("#2b6cb0", "#63a4dd", "#b7791f", "#e3b667", "#718096", "#b5bdc9");

  private final String title;
  private final List<String> rows = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();

  /**
   * A bar.
   *
   * @param group the heading under which it stands
   * @param color a number; equal ones look alike
   */
  record Bar(String group, String name, int color, double value, double least, double most) {}

  BarChart(String title) {
    this.title = title;
  }

  /** Adds a bar; those of one group come one after another. */
  BarChart add(Bar bar) {
    bars.add(bar);
    return this;
  }

  String svg() {
    double scale = (WIDTH - LEFT - RIGHT) / bars.stream().mapToDouble(Bar::most).max().orElse(1);
    int y = TITLE;
    String group = "";
    for (Bar bar : bars) {
      if (!bar.group().equals(group)) {
        group = bar.group();
        y += HEADING;
        row("<text x='8' y='%d' class='group'>%s</text>", y - 8, group);
      }
      row("<text x='%d' y='%d' text-anchor='end'>%s</text>", LEFT - 8, y + BAR - 4, bar.name());
      row(
          "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>",
          LEFT, y, bar.value() * scale, BAR, COLORS.get(bar.color() % COLORS.size()));
      row(
          "<line x1='%.1f' y1='%d' x2='%.1f' y2='%d'/>",
          LEFT + bar.least() * scale, y + BAR / 2, LEFT + bar.most() * scale, y + BAR / 2);
      row(
          "<text x='%.1f' y='%d'>%s</text>",
          LEFT + bar.most() * scale + 6, y + BAR - 4, number(bar.value()));
      y += BAR + GAP;
    }
    return """
        <svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='12'>
        <style>text{fill:#222}.group{font-weight:bold}line{stroke:#222}rect.back{fill:#fff}</style>
        <rect class='back' width='100%%' height='100%%'/>
        <text x='8' y='22' font-size='15'>%s</text>
        %s</svg>
        """
        .formatted(WIDTH, y + GAP, title, String.join("", rows));
  }

  private void row(String format, Object... values) {
    rows.add(String.format(Locale.ROOT, format, values) + "\n");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.1f", value);
  }
}
