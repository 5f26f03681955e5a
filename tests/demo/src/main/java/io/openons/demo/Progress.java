package io.openons.demo;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Shows how far a run is: a bar that is drawn over on a terminal, now and then a line elsewhere.
 */
final class Progress implements AutoCloseable {
  enum Style {
    BAR,
    LINES
  }

  private static final int WIDTH = 30;

  private final Style style;
  private final DoubleSupplier share;
  private final Supplier<String> text;
  private final PrintStream out;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "demo-progress"));

  /**
   * @param share how much is done, 0 to 1
   * @param text what is written beside it
   */
  Progress(Style style, DoubleSupplier share, Supplier<String> text, PrintStream out) {
    this.style = style;
    this.share = share;
    this.text = text;
    this.out = out;
    long periodMillis = style == Style.BAR ? 100 : 1_000;
    timer.scheduleAtFixedRate(this::show, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
  }

  /** Prints a line of its own, above the bar. */
  synchronized void say(String line) {
    out.println(style == Style.BAR ? "\r\033[K" + line : line);
  }

  /** Shows the end state once more. */
  @Override
  public void close() {
    timer.shutdown();
    show();
    if (style == Style.BAR) {
      out.println();
    }
  }

  private synchronized void show() {
    int percent = (int) (100 * share.getAsDouble());
    if (style == Style.LINES) {
      out.printf("  %3d %%  %s%n", percent, text.get());
      return;
    }
    int filled = WIDTH * percent / 100;
    String bar = "#".repeat(filled) + "-".repeat(WIDTH - filled);
    out.printf("\r\033[K  [%s] %3d %%  %s", bar, percent, text.get());
    out.flush();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
