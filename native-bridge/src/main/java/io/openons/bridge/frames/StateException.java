package io.openons.bridge;

/** Not now: the text says what would have to be before or after. */
final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateException(String message) {
    super(message);
  }
}
