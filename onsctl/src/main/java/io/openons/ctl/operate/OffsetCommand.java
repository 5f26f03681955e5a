package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Confirmed;
import io.openons.ctl.screen.Column;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where groups go on. */
@Command(
    name = "offsets",
    description = "Sets where groups go on.",
    subcommands = OffsetCommand.Reset.class)
public final class OffsetCommand {
  private static final List<Column> COLUMNS =
      List.of(
          Column.number("queue"),
          Column.number("before"),
          Column.number("after"),
          Column.number("skipped"),
          Column.number("again"));

  static final class Place {
    @Option(names = "--earliest", required = true, description = "The earliest message kept.")
    private boolean earliest;

    @Option(names = "--latest", required = true, description = "Only messages that come from now.")
    private boolean latest;

    @Option(
        names = "--time",
        required = true,
        paramLabel = "MOMENT",
        description = "Messages stored since: 2026-01-31T08:30:00Z, or 15m, 2h, 1d ago.")
    private Instant time;

    @Option(names = "--offset", required = true, paramLabel = "N", description = "This offset.")
    private Long offset;
  }

  @Command(
      name = "reset",
      description = {
        "Set where a group goes on in a topic.",
        "Shows what it does to each queue, and asks, before it does it."
      })
  static final class Reset extends Action {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
    private String group;

    @Parameters(index = "1", paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic;

    @ArgGroup(multiplicity = "1")
    private Place place;

    @Option(names = "--queue", paramLabel = "N", description = "Only this queue.")
    private Integer queue;

    @Option(names = "--dry-run", description = "Show what it would do, and do nothing.")
    private boolean dryRun;

    @Mixin private Confirmed confirmed;

    @Override
    protected void run() {
      JsonNode plan = reset(true);
      if (isJson() && dryRun) {
        show(plan);
        return;
      }
      if (!isJson()) {
        show(plan.path("queues"), COLUMNS);
        out().flush();
      }
      String counts =
          "skips %d messages and delivers %d again"
              .formatted(plan.path("skipped").asLong(), plan.path("again").asLong());
      if (dryRun) {
        out().println("A dry run: nothing was done. It " + counts + ".");
        return;
      }
      confirmed.ask(screen(), "Set group %s in topic %s, which %s", group, topic, counts);
      JsonNode done = reset(false);
      done(
          done,
          "set group %s in topic %s: %d messages skipped, %d delivered again",
          group,
          topic,
          done.path("skipped").asLong(),
          done.path("again").asLong());
    }

    private JsonNode reset(boolean isDry) {
      ObjectNode reset = Json.object().put("topic", topic).put("dryRun", isDry);
      if (queue != null) {
        range("--queue", queue, 0, Integer.MAX_VALUE);
        reset.put("queue", queue);
      }
      if (place.earliest) {
        reset.put("to", "EARLIEST");
      } else if (place.latest) {
        reset.put("to", "LATEST");
      } else if (place.time != null) {
        reset.put("to", "TIME").put("time", place.time.toString());
      } else if (place.offset != null) {
        range("--offset", place.offset, 0, Long.MAX_VALUE);
        reset.put("to", "OFFSET").put("offset", place.offset);
      } else {
        throw CtlException.usage("--earliest and --latest have no value");
      }
      return server().call("POST", Query.of("groups", group, "offsets"), reset);
    }
  }
}
