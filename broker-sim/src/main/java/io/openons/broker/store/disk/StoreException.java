package io.openons.broker.store.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

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

  /**
   * Returns an exception for a failed operation, with its reason and the remedy for it.
   *
   * @param failed what could not be done, such as "the log in /data cannot be opened"
   */
  public static StoreException of(String failed, IOException cause) {
    return new StoreException(failed + ": " + explain(cause), cause);
  }

  private static String explain(IOException cause) {
    if (cause instanceof FolderInPlaceOfFileException folder) {
      return folder.getFile() + " is a folder where a file belongs; move the folder away";
    }
    if (cause instanceof NotDirectoryException file) {
      return file.getFile() + " is a file where a folder belongs; move the file away";
    }
    if (cause instanceof AccessDeniedException denied) {
      return denied.getFile()
          + " is denied; check that this user may read and write it and all in the data folder";
    }
    if (cause instanceof NoSuchFileException missing) {
      return missing.getFile() + " is missing; stop the broker and run 'ons-broker fsck'";
    }
    return cause
        + "; check that this user may read and write it, and that the disk works and has room";
  }
}
