package io.openons.bridge;

/** The numbers of {@code ons_status_t}, and others of the header. */
final class Status {
  static final int OK = 0;
  static final int INVALID = -1;
  static final int DENIED = -2;
  static final int TIMED_OUT = -3;
  static final int THROTTLED = -4;
  static final int UNREACHABLE = -5;
  static final int SERVER = -6;
  static final int CLOSED = -7;
  static final int UNSUPPORTED = -8;
  static final int STATE = -9;
  static final int INTERNAL = -14;

  /** A flag of errors. */
  static final int RETRYABLE = 1;

  /** What a listener says when messages are done. */
  static final int CONSUMED = 1;

  static final int COMMIT = 1;
  static final int ROLLBACK = 2;

  private Status() {}
}
