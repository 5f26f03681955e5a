package io.openons.ctl.api;

/** A command that cannot go on. The message says what was wrong, where, and the remedy. */
public final class CtlException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /**
   * Makes one.
   *
   * @param exitCode one of {@link Exit}
   */
  public CtlException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** A value of the command line that cannot be used. */
  public static CtlException usage(String message, Object... values) {
    return new CtlException(Exit.USAGE, message.formatted(values));
  }

  /** Returns one of {@link Exit}. */
  public int exitCode() {
    return exitCode;
  }
}
