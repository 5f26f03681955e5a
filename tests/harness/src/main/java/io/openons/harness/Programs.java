package io.openons.harness;

import java.util.Locale;
import picocli.CommandLine;

/** How the programs of this module are run. */
public final class Programs {
  private Programs() {}

  /**
   * Makes a command whose numbers look the same everywhere, and whose failures are a sentence: the
   * causes are chained by their messages, not by a stack trace.
   */
  public static CommandLine commandLine(Object command) {
    Locale.setDefault(Locale.ROOT);
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true) // ./dev gives some, its caller may give them again
        .setExecutionExceptionHandler(
            (failure, failed, parsed) -> {
              failed.getErr().println("FAILED: " + sentence(failure));
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  private static String sentence(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
      if (text.indexOf(message) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(message);
      }
    }
    return text.toString();
  }
}
