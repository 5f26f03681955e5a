package io.openons.ctl.operate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Confirmed;
import io.openons.ctl.command.ListAction;
import io.openons.ctl.screen.Column;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Topics. */
@Command(
    name = "topics",
    description = "Lists, makes, changes and deletes topics.",
    subcommands = {
      TopicCommand.All.class,
      TopicCommand.Show.class,
      TopicCommand.Queues.class,
      TopicCommand.Groups.class,
      TopicCommand.Create.class,
      TopicCommand.Change.class,
      TopicCommand.Delete.class
    })
public final class TopicCommand {
  private static final int USUAL_QUEUES = 8;

  @Command(name = "list", description = "List topics by name.")
  static final class All extends ListAction {
    @Override
    protected Query query() {
      return Query.of("topics");
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.text("name"),
          Column.number("queues"),
          Column.number("messages"),
          Column.text("permission"),
          Column.text("made on use", "madeOnUse"),
          Column.text("accepts"));
    }
  }

  @Command(name = "show", description = "Show a topic, and the live clients that use it.")
  static final class Show extends Action {
    @Parameters(paramLabel = "TOPIC", description = "Its name.")
    private String topic;

    @Override
    protected void run() {
      ObjectNode shown = (ObjectNode) server().get(Query.of("topics", topic));
      JsonNode users = server().get(Query.of("topics", topic, "users"));
      show(shown.setAll((ObjectNode) users));
    }
  }

  @Command(name = "queues", description = "List the queues of a topic.")
  static final class Queues extends ListAction {
    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic;

    @Override
    protected Query query() {
      return Query.of("topics", topic, "queues");
    }

    @Override
    protected List<Column> columns() {
      return List.of(
          Column.number("queue"),
          Column.number("begin"),
          Column.number("end"),
          Column.text("earliest"),
          Column.text("latest"));
    }
  }

  @Command(name = "groups", description = "List the groups that consume a topic, or did so.")
  static final class Groups extends ListAction {
    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic;

    @Override
    protected Query query() {
      return Query.of("topics", topic, "groups");
    }

    @Override
    protected List<Column> columns() {
      return List.of(Column.text("name"));
    }
  }

  @Command(name = "create", description = "Make a topic, with 8 queues unless named.")
  static final class Create extends Action {
    @Parameters(
        paramLabel = "TOPIC",
        description = "Its name; with an instance in front: INSTANCE%%NAME.")
    private String topic;

    @Mixin private TopicSettings settings;

    @Override
    protected void run() {
      ObjectNode made = Json.object().put("name", topic).put("queues", USUAL_QUEUES);
      done(server().call("POST", Query.of("topics"), settings.into(made)), "made topic %s", topic);
    }
  }

  @Command(name = "change", description = "Change a topic. Its queues never get fewer.")
  static final class Change extends Action {
    @Parameters(paramLabel = "TOPIC", description = "Its name.")
    private String topic;

    @Mixin private TopicSettings settings;

    @Override
    protected void run() {
      if (settings.isEmpty()) {
        throw CtlException.usage("nothing to change; write --queues, --accepts or --permission");
      }
      // What is not named stays as it is.
      JsonNode now = server().get(Query.of("topics", topic));
      ObjectNode change = Json.fields(now, "queues", "accepts", "permission");
      done(
          server().call("PUT", Query.of("topics", topic), settings.into(change)),
          "changed topic %s",
          topic);
    }
  }

  @Command(
      name = "delete",
      description = "Delete a topic with its messages. Refused while live clients use it.")
  static final class Delete extends Action {
    @Parameters(paramLabel = "TOPIC", description = "Its name.")
    private String topic;

    @Mixin private Confirmed confirmed;

    @Override
    protected void run() {
      long messages = server().get(Query.of("topics", topic)).path("messages").asLong();
      confirmed.ask(screen(), "Delete topic %s with its %d messages", topic, messages);
      done(
          server().call("DELETE", Query.of("topics", topic), null),
          "deleted topic %s with its %d messages",
          topic,
          messages);
    }
  }
}
