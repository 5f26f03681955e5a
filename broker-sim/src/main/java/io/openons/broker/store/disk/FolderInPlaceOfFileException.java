package io.openons.broker.store.disk;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A folder has the name that a file of the store must have. */
public final class FolderInPlaceOfFileException extends FileSystemException {
  private static final long serialVersionUID = 1L;

  /** Names the folder. */
  public FolderInPlaceOfFileException(Path folder) {
    super(folder.toString());
  }
}
