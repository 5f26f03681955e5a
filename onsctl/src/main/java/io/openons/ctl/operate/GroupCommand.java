package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Confirmed;
import io.openons.ctl.command.ListAction;
import io.openons.ctl.command.Watch;
import io.openons.ctl.screen.Column;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Consumer groups. */
@Command(
    name = "groups",
    description = "Lists, makes, changes and deletes consumer groups; shows how far they are.",
    subcommands = {
      GroupCommand.All.class,
      GroupCommand.Show.class,
      GroupCommand.Members.class,
      GroupCommand.Subscriptions.class,
      GroupCommand.Lag.class,
      GroupCommand.Create.class,
      GroupCommand.Change.class,
      GroupCommand.Delete.class
    })
public final class GroupCommand {
  @Command(name = "list", description = "List groups by name, with their lag.")
  static final class All extends ListAction {
    @Override
    protected Query query() {
      return Query.of("groups");
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.text("name"),
          Column.number("lag"),
          Column.number("members"),
          Column.number("topics"),
          Column.text("ordered"),
          Column.number("max attempts", "maxAttempts"));
    }
  }

  @Command(name = "show", description = "Show a group, and how far it is behind in all.")
  static final class Show extends Action {
    @Parameters(paramLabel = "GROUP", description = "Its name.")
    private String group;

    @Override
    protected void run() {
      ObjectNode shown = (ObjectNode) server().get(Query.of("groups", group));
      JsonNode backlog = server().get(Query.of("groups", group, "backlog"));
      show(shown.setAll((ObjectNode) backlog));
    }
  }

  @Command(name = "members", description = "List the live clients of a group.")
  static final class Members extends ListAction {
    @Parameters(paramLabel = "GROUP", description = "Name of the group.")
    private String group;

    @Override
    protected Query query() {
      return Query.of("groups", group, "members");
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.text("client", "clientId"),
          Column.text("way"),
          Column.text("protocol", "connection/protocol"),
          Column.text("language", "connection/language"),
          Column.text("version", "connection/version"),
          Column.text("address", "connection/address"),
          Column.text("since", "connection/since"),
          Column.text("subscriptions"));
    }
  }

  @Command(
      name = "subscriptions",
      description = {
        "List what the live clients of a group subscribe to.",
        "Clients of a group must agree; 'contradictory' shows where they do not."
      })
  static final class Subscriptions extends ListAction {
    @Parameters(paramLabel = "GROUP", description = "Name of the group.")
    private String group;

    @Override
    protected Query query() {
      return Query.of("groups", group, "subscriptions");
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.text("topic"),
          Column.text("contradictory"),
          Column.text("filter: clients", "clients"),
          Column.text("without"));
    }
  }

  @Command(
      name = "lag",
      description = "Show how far a group is behind, topic by topic, or queue by queue.")
  static final class Lag extends Action {
    @Parameters(paramLabel = "GROUP", description = "Name of the group.")
    private String group;

    @Option(names = "--queues", description = "A line for each queue.")
    private boolean queues;

    @Mixin private Watch watch;

    @Override
    protected void run() {
      watch.run(screen(), this::look);
    }

    private void look() {
      Query query = Query.of("groups", group, "backlogs");
      if (isJson() || !queues) {
        showList(query, Integer.MAX_VALUE, columns(List.of(Column.text("topic")), "total/"));
        return;
      }
      List<JsonNode> rows = new ArrayList<>();
      server()
          .list(
              query,
              Integer.MAX_VALUE,
              topic -> {
                for (JsonNode queue : topic.path("queues")) {
                  rows.add(((ObjectNode) queue).set("topic", topic.path("topic")));
                }
                return true;
              });
      show(
          rows,
          columns(
              List.of(
                  Column.text("topic"),
                  Column.number("queue"),
                  Column.number("end"),
                  Column.number("committed")),
              "backlog/"));
    }

    private static List<Column> columns(List<Column> first, String path) {
      List<Column> columns = new ArrayList<>(first);
      columns.add(Column.number("lag", path + "lag"));
      columns.add(Column.number("in flight", path + "inFlight"));
      columns.add(Column.number("ready", path + "ready"));
      columns.add(Column.number("lag ms", path + "lagTimeMs"));
      columns.add(Column.number("queue ms", path + "queueTimeMs"));
      return columns;
    }
  }

  @Command(name = "create", description = "Make a group.")
  static final class Create extends Action {
    @Parameters(
        paramLabel = "GROUP",
        description = "Its name; with an instance in front: INSTANCE%%NAME.")
    private String group;

    @Mixin private GroupSettings settings;

    @Override
    protected void run() {
      ObjectNode made = settings.into(Json.object().put("name", group));
      done(server().call("POST", Query.of("groups"), made), "made group %s", group);
    }
  }

  @Command(name = "change", description = "Change a group.")
  static final class Change extends Action {
    @Parameters(paramLabel = "GROUP", description = "Its name.")
    private String group;

    @Mixin private GroupSettings settings;

    @Override
    protected void run() {
      if (settings.isEmpty()) {
        throw CtlException.usage("nothing to change; write --ordered, --max-attempts or --backoff");
      }
      // What is not named stays as it is.
      JsonNode now = server().get(Query.of("groups", group));
      ObjectNode change = Json.fields(now, "ordered", "maxAttempts", "backoffMs");
      done(
          server().call("PUT", Query.of("groups", group), settings.into(change)),
          "changed group %s",
          group);
    }
  }

  @Command(
      name = "delete",
      description = {
        "Delete a group with what it had consumed. Refused while clients of it live.",
        "Its dead letters stay."
      })
  static final class Delete extends Action {
    @Parameters(paramLabel = "GROUP", description = "Its name.")
    private String group;

    @Mixin private Confirmed confirmed;

    @Override
    protected void run() {
      JsonNode now = server().get(Query.of("groups", group));
      confirmed.ask(
          screen(),
          "Delete group %s, which consumed %d topics and is %d messages behind",
          group,
          now.path("topics").asLong(),
          now.path("lag").asLong());
      done(server().call("DELETE", Query.of("groups", group), null), "deleted group %s", group);
    }
  }
}
