package io.openons.bridge.frames;

/** Not now: the text says what would have to be before or after. */
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StateException(String message) {
    super(message);
  }
}
