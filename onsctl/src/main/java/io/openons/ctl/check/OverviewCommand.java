package io.openons.ctl.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Watch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The broker at a glance. */
@Command(name = "overview", description = "Show what the broker has, and what it runs on.")
public final class OverviewCommand extends Action {
  @Mixin private Watch watch;

  @Override
  protected void run() {
    watch.run(
        screen(),
        () -> {
          ObjectNode both = (ObjectNode) server().get(Query.of("runtime"));
          show(both.setAll((ObjectNode) server().get(Query.of("overview"))));
        });
  }
}
