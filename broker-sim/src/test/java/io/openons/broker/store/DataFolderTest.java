package io.openons.broker.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.openons.broker.store.disk.NioDisk;
import io.openons.broker.store.disk.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: a broker uses its own folder only, and alone. Method: folders of every kind are opened, and
 * opened twice. A failure means two brokers in one log, or a foreign file lost.
 */
class DataFolderTest {
  @TempDir Path parent;

  @Test
  void an_absent_folder_is_made_and_can_be_opened_again_after_closing() {
    Path folder = parent.resolve("a/b");
    DataFolder.open(folder).close();
    try (DataFolder again = DataFolder.open(folder)) {
      assertThat(again.path()).isEqualTo(folder);
    }
  }

  @Test
  void a_folder_in_use_is_refused() {
    try (DataFolder first = DataFolder.open(parent.resolve("data"))) {
      assertThatThrownBy(() -> DataFolder.open(first.path()))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("is in use by another broker");
    }
  }

  @Test
  void a_foreign_folder_is_refused_and_left_as_it_is() throws IOException {
    Files.writeString(parent.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> DataFolder.open(parent))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("thesis.txt");
    assertThat(new NioDisk().list(parent)).containsExactly(parent.resolve("thesis.txt"));
  }

  @Test
  void a_file_is_refused() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.open(file))
        .hasMessageContaining("is a file; name a folder");
  }

  @Test
  void a_folder_that_cannot_be_made_is_refused_in_one_line() throws IOException {
    Path file = Files.writeString(parent.resolve("file"), "");
    assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be used")
        .hasMessageContaining("check that this user may read and write it")
        .hasMessageNotContaining("\n");
  }

  @Test
  void a_folder_that_may_not_be_written_is_refused_in_one_line() throws IOException {
    Path folder = Files.createDirectory(parent.resolve("data"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(folder), "the superuser may write everywhere");
    assertThatThrownBy(() -> DataFolder.open(folder))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("check that this user may read and write it")
        .hasMessageNotContaining("\n");
  }

  @Test
  void another_format_is_refused() throws IOException {
    Files.writeString(parent.resolve("openons.format"), "openons data folder, format 99\n");
    assertThatThrownBy(() -> DataFolder.open(parent))
        .hasMessageContaining("format 99")
        .hasMessageContaining("use the broker that wrote it");
  }
}
