package io.openons.broker.core.api;

/**
 * The broker refused a request. The text says what, where and what to do, and is meant for the
 * caller's user.
 */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Makes a refusal. */
  public BrokerException(Reason reason, String message) {
    // Refusals are answers, not failures of this program: where they were made is of no interest.
    super(message, null, false, false);
    this.reason = reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
