package io.openons.ctl.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Confirmed;
import io.openons.ctl.command.ListAction;
import io.openons.ctl.screen.Column;
import io.openons.ctl.screen.Progress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Dead letters. */
@Command(
    name = "dlq",
    description = "Shows dead letters of a group, and sends them once more.",
    subcommands = {DeadLetterCommand.All.class, DeadLetterCommand.Resend.class})
public final class DeadLetterCommand {
  @Command(name = "list", description = "List the dead letters of a group, the earliest first.")
  static final class All extends ListAction {
    @Parameters(paramLabel = "GROUP", description = "Name of the group.")
    private String group;

    @Override
    protected Query query() {
      return Query.of("groups", group, "dead-letters");
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.text("stored", "storedAt"),
          Column.number("queue"),
          Column.number("offset"),
          Column.text("topic", "origin/topic"),
          Column.text("id", "origin/messageId"),
          Column.number("deliveries"),
          Column.text("keys"),
          Column.text("body"));
    }
  }

  @Command(
      name = "resend",
      description = {
        "Send dead letters once more, to their group only: one, or with --all those that are there"
            + " now.",
        "They stay in the list; resending twice delivers twice."
      })
  static final class Resend extends Action {
    @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
    private String group;

    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "QUEUE",
        description = "Queue of the dead letter.")
    private Integer queue;

    @Parameters(
        index = "2",
        arity = "0..1",
        paramLabel = "OFFSET",
        description = "Offset of the dead letter.")
    private Long offset;

    @Option(names = "--all", description = "All of them, or those that contain a text.")
    private boolean all;

    @Option(
        names = "--contains",
        paramLabel = "TEXT",
        description = "With --all: only those that list shows with it.")
    private String contains;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "With --all: at most so many, 1 to 1000000. Usually 1000000.")
    private int limit = 1_000_000;

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Dead letters a second at most. Usually 100.")
    private Double rate = 100.0;

    @Mixin private Confirmed confirmed;

    private record Place(int queue, long offset) {}

    @Override
    protected void run() {
      if (all == (queue != null || offset != null) || queue == null != (offset == null)) {
        throw CtlException.usage("name QUEUE and OFFSET of a dead letter, or --all");
      }
      range("--limit", limit, 1, 1_000_000);
      if (!all) {
        resend(new Place(queue, offset));
        done(Json.object().put("resent", 1), "resent 1 dead letter of %s", group);
        return;
      }
      // All places before the first is sent: one that fails again becomes a dead letter once more.
      List<Place> places = new ArrayList<>();
      Query query =
          Query.of("groups", group, "dead-letters").with("contains", contains).with("body", "NONE");
      server().list(query, limit, letter -> places.add(place(letter)));
      confirmed.ask(screen(), "Resend %d dead letters of %s", places.size(), group);
      resend(places);
      done(
          Json.object().put("resent", places.size()),
          "resent %d dead letters of %s",
          places.size(),
          group);
    }

    private static Place place(JsonNode letter) {
      return new Place(letter.path("queue").asInt(), letter.path("offset").asLong());
    }

    private void resend(List<Place> places) {
      Pace pace = new Pace(rate, System::nanoTime);
      int sent = 0;
      try (Progress progress = new Progress(screen(), "dead letters", places.size())) {
        for (Place place : places) {
          pace.await(pace.next());
          resend(place);
          progress.at(++sent);
        }
      } catch (CtlException failure) {
        throw new CtlException(
            failure.exitCode(),
            "%s (%d of %d were resent)".formatted(failure.getMessage(), sent, places.size()));
      }
    }

    private void resend(Place place) {
      Query letter =
          Query.of("groups", group, "dead-letters", place.queue(), place.offset(), "resend");
      server().call("POST", letter, null);
    }
  }
}
