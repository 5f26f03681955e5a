package io.openons.ctl.screen;

/** How far long work is: a bar on a terminal, nothing elsewhere. Not thread-safe. */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 30;
  private static final long REDRAW_NANOS = 100_000_000;

  private final Screen screen;
  private final String what;
  private final long whole;
  private long drawnAt;
  private boolean isDrawn;

  /**
   * Begins.
   *
   * @param what words for what is counted
   * @param whole what the count will be in the end
   */
  public Progress(Screen screen, String what, long whole) {
    this.screen = screen;
    this.what = what;
    this.whole = whole;
    this.drawnAt = System.nanoTime();
  }

  /** Shows a count. */
  public void at(long done) {
    long now = System.nanoTime();
    if (!screen.isErrTerminal() || now - drawnAt < REDRAW_NANOS && done < whole) {
      return;
    }
    drawnAt = now;
    isDrawn = true;
    int full = whole == 0 ? WIDTH : (int) Math.min(WIDTH, done * WIDTH / whole);
    screen
        .err()
        .print(
            "\r[%s%s] %d of %d %s\u001b[K"
                .formatted("#".repeat(full), ".".repeat(WIDTH - full), done, whole, what));
    screen.err().flush();
  }

  @Override
  public void close() {
    if (isDrawn) {
      screen.err().print("\r\u001b[K");
      screen.err().flush();
    }
  }
}
