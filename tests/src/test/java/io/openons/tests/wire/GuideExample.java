package io.openons.tests.wire;

import io.openons.tests.style.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The examples of the user guide, so that tests load what users copy. */
final class GuideExample {
  private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  private GuideExample() {}

  /** Writes the JSON example of a page of the guide into a file. */
  static Path json(String page, Path folder) {
    try {
      var text = Files.readString(Repository.root().resolve("docs").resolve(page));
      var example = JSON.matcher(text);
      if (!example.find()) {
        throw new AssertionError("docs/" + page + " has no example in JSON");
      }
      return Files.writeString(folder.resolve(page + ".json"), example.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
