package io.openons.broker.store.log;

import io.openons.broker.store.disk.StoreException;

/** A record is asked for that {@link Retention} has deleted. Its queue begins behind it now. */
public final class RecordDeletedException extends StoreException {
  private static final long serialVersionUID = 1L;

  public RecordDeletedException(String message) {
    super(message);
  }
}
