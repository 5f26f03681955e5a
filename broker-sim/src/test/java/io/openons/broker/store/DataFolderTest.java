package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a broker uses its own folder only, and alone. A failure means two brokers in one log, or a
 * foreign file lost.
 */
class DataFolderTest {
  @TempDir Path parent;

  @Test
  void anAbsentFolderIsMadeAndCanBeOpenedAgainAfterClosing() {
    Path folder = parent.resolve("a/b");
    DataFolder.open(folder).close();
    try (DataFolder again = DataFolder.open(folder)) {
      assertThat(again.path()).isEqualTo(folder);
    }
  }

  @Test
  void aFolderInUseIsRefused() {
    try (DataFolder first = DataFolder.open(parent.resolve("data"))) {
      assertThatThrownBy(() -> DataFolder.open(first.path()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is in use by another broker");
    }
  }

  @Test
  void aForeignFolderIsRefusedAndLeftAsItIs() throws IOException {
    Files.writeString(parent.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> DataFolder.open(parent))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("thesis.txt");
    assertThat(new NioDisk().list(parent)).containsExactly(parent.resolve("thesis.txt"));
  }

  @Test
  void aFileIsRefused() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.open(file))
        .hasMessageContaining("is a file; name a folder");
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedInOneLine() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be used")
        .hasMessageContaining("check that this user may read and write it")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFolderThatMayNotBeWrittenIsRefusedInOneLine() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(folder), "the superuser may write everywhere");
    assertThatThrownBy(() -> DataFolder.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("check that this user may read and write it")
        .hasMessageNotContaining("\n");
  }

  @Test
  void anotherFormatIsRefused() throws IOException {
    Files.writeString(parent.resolve("openons.format"), "openons data folder, format 99\n");
    assertThatThrownBy(() -> DataFolder.open(parent))
        .hasMessageContaining("format 99")
        .hasMessageContaining("use the broker that wrote it");
  }
}
