package io.openons.broker.store.log;

import io.openons.broker.store.disk.StoreException;
import java.nio.file.Path;

/**
 * A record that had been stored can no longer be read. Unlike a torn tail, which is cut when the
 * log is opened, this is damage to data that was promised to be safe, so it is never passed over.
 */
public final class DamagedLogException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final String place;

  DamagedLogException(Path file, long offset, String what) {
    super(
        ("damaged commit log: %s at byte %d: %s; restore the file from a backup, or move the data"
                + " folder away to start empty")
            .formatted(file, offset, what));
    place = "%s at byte %d: %s".formatted(file, offset, what);
  }

  /** Returns where the damage is and what it is, without the remedy. */
  public String place() {
    return place;
  }
}
