package io.openons.ctl.command;

import io.openons.ctl.screen.Screen;
import picocli.CommandLine.Option;

/** What is asked before something is lost. */
public final class Confirmed {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Needed where nobody is there to ask, as in scripts.")
  private boolean yes;

  /** Goes on when somebody says so. */
  public void ask(Screen screen, String question, Object... values) {
    if (!yes) {
      screen.confirm(question.formatted(values));
    }
  }
}
