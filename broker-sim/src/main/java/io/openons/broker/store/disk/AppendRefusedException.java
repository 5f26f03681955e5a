package io.openons.broker.store.disk;

/**
 * There is no room for an append. Nothing of it is stored, everything before it is untouched, and
 * the next append is tried as usual.
 */
public final class AppendRefusedException extends StoreException {
  private static final long serialVersionUID = 1L;

  public AppendRefusedException(String message) {
    super(message);
  }

  public AppendRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
