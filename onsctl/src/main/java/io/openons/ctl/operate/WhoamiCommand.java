package io.openons.ctl.operate;

import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import picocli.CommandLine.Command;

/** Who the broker takes this for. */
@Command(
    name = "whoami",
    description = "Show the user that the keys are of, and the role: NONE, READ or FULL.")
public final class WhoamiCommand extends Action {
  @Override
  protected void run() {
    show(server().get(Query.of("session")));
  }
}
