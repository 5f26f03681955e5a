package io.openons.broker;

import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is deleted with all it contains when it is closed. */
final class TemporaryFolder implements AutoCloseable {
  private final Path path;

  /**
   * Makes one.
   *
   * @throws StoreException when none can be made
   */
  TemporaryFolder() {
    try {
      path = Files.createTempDirectory("openons-");
    } catch (IOException e) {
      throw new StoreException(
          "no temporary folder can be made: %s; name a data folder".formatted(e), e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      new NioDisk().deleteFolder(path);
    } catch (IOException e) {
      throw new StoreException("%s cannot be deleted: %s".formatted(path, e), e);
    }
  }
}
