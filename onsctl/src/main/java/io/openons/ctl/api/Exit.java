package io.openons.ctl.api;

/** Exit codes of the program. */
public final class Exit {
  /** Everything was done. */
  public static final int OK = 0;

  /** Something failed that has no code of its own. */
  public static final int FAILED = 1;

  /** The command line, or a value in it, is wrong. */
  public static final int USAGE = 2;

  /** The broker was not reached, or did not answer in time. */
  public static final int UNREACHABLE = 3;

  /** The broker wants other keys, or the user lacks the right. */
  public static final int ACCESS = 4;

  /** What the command names does not exist. */
  public static final int NOT_FOUND = 5;

  /** The state of the broker forbids it: it exists already, or is in use. */
  public static final int CONFLICT = 6;

  private Exit() {}
}
