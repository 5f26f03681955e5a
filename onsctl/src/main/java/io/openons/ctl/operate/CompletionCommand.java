package io.openons.ctl.operate;

import io.openons.ctl.command.Action;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Completion for shells. */
@Command(
    name = "completion",
    description = {
      "Write a script that completes commands and options, for bash and zsh:",
      "source <(onsctl completion)"
    })
public final class CompletionCommand extends Action {
  @Override
  protected void run() {
    out().print(AutoComplete.bash("onsctl", spec().root().commandLine()));
  }
}
