package io.openons.broker.files;

import io.openons.broker.store.disk.FolderInPlaceOfFileException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SignatureException;

/** Reads files of operators, and words what is wrong with one; the words follow its name. */
final class FileFaults {
  private FileFaults() {}

  static byte[] read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FolderInPlaceOfFileException(file);
    }
    return Files.readAllBytes(file);
  }

  static String reason(Exception e) {
    if (e instanceof NoSuchFileException) {
      return "is missing";
    }
    if (e instanceof AccessDeniedException) {
      return "is denied; check that this user may read it";
    }
    if (e instanceof FolderInPlaceOfFileException) {
      return "is a folder where a file belongs; move the folder away";
    }
    if (e instanceof SignatureException) {
      return "is damaged or of another authority: its signature is wrong";
    }
    return "cannot be used (%s)".formatted(e.getMessage());
  }
}
