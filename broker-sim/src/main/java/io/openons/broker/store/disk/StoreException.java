package io.openons.broker.store.disk;

/** A file operation of the store failed. The text names the file, what was tried and the remedy. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Makes an exception with the given text. */
  public StoreException(String message) {
    super(message);
  }

  /** Makes an exception with the given text and cause. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
