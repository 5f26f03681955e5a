package io.openons.ctl;

import io.openons.ctl.screen.Screen;

/** The process. */
public final class Main {
  private Main() {}

  /** Runs a command line; the exit code is one of {@link io.openons.ctl.api.Exit}. */
  public static void main(String[] args) {
    Screen screen = Screen.ofProcess();
    int code = Program.commandLine(screen).execute(args);
    screen.out().flush();
    // Threads of HTTP that still wait for something do not hold up the end.
    System.exit(code);
  }
}
