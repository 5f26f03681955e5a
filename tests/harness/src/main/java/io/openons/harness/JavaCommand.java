package io.openons.harness;

import java.nio.file.Path;

/** The Java that runs this process, for child processes that shall run on the same one. */
public final class JavaCommand {
  private JavaCommand() {}

  public static String executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
