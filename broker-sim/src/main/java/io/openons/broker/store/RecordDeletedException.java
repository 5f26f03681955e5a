package io.openons.broker.store;

/** A record is asked for that {@link Retention} has deleted. Its queue begins behind it now. */
public final class RecordDeletedException extends StoreException {
  private static final long serialVersionUID = 1L;

  RecordDeletedException(String message) {
    super(message);
  }
}
