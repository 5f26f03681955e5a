package io.openons.broker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The examples of the user guide, so that tests load what users copy. */
public final class GuideExample {
  private static final Pattern JSON = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

  private GuideExample() {}

  /** Writes the JSON example of a page of the guide into a file. */
  public static Path json(String page, Path folder) {
    try {
      var text = Files.readString(docs().resolve(page));
      var example = JSON.matcher(text);
      if (!example.find()) {
        throw new AssertionError("docs/" + page + " has no example in JSON");
      }
      return Files.writeString(folder.resolve(page + ".json"), example.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tests run in the folder of their module. */
  private static Path docs() {
    Path start = Path.of("").toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("dev"))) {
        return folder.resolve("docs");
      }
    }
    throw new AssertionError("no folder above " + start + " holds dev");
  }
}
