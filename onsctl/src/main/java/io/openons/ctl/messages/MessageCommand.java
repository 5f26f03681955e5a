package io.openons.ctl.messages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Exit;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.screen.Column;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Messages that are stored. */
@Command(
    name = "messages",
    description = "Finds, shows and downloads messages.",
    subcommands = {
      MessageCommand.Find.class,
      MessageCommand.Show.class,
      MessageCommand.Body.class,
      MessageCommand.Recall.class
    })
public final class MessageCommand {
  /** What people see of messages in a list. */
  static final List<Column> COLUMNS =
      List.of(
          Column.text("stored", "storedAt"),
          Column.number("queue"),
          Column.number("offset"),
          Column.text("id"),
          Column.text("tag"),
          Column.text("keys"),
          Column.number("size", "bodySize"),
          Column.text("body"));

  static final class Way {
    @Option(names = "--id", required = true, description = "This message id.")
    private String id;

    @Option(names = "--key", required = true, description = "This key; the latest first.")
    private String key;

    @ArgGroup(exclusive = false)
    private Place place;

    @ArgGroup(exclusive = false)
    private Span span;
  }

  static final class Place {
    @Option(names = "--queue", required = true, paramLabel = "N", description = "In this queue.")
    private int queue;

    @Option(names = "--offset", paramLabel = "N", description = "From this offset. Usually 0.")
    private long offset;
  }

  static final class Span {
    @Option(
        names = "--from",
        paramLabel = "MOMENT",
        description = "Stored since: 2026-01-31T08:30:00Z, or 15m, 2h, 1d ago.")
    private Instant from;

    @Option(names = "--to", paramLabel = "MOMENT", description = "Stored until.")
    private Instant to;
  }

  @Command(
      name = "find",
      description = {
        "Find messages of a topic by id, key, queue and offset, or time; without any, from the"
            + " earliest.",
        "Bodies are cut after 4 KiB."
      })
  static final class Find extends Action {
    @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic;

    @ArgGroup private Way way;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "Messages at most, 1 to 100000. Usually 20.")
    private int limit = 20;

    @Mixin private ShownForm form;

    @Override
    protected void run() {
      range("--limit", limit, 1, 100_000);
      Query query = form.asked(Query.of("topics", topic, "messages"));
      if (way != null) {
        query = query.with("id", way.id).with("key", way.key);
        if (way.place != null) {
          query = query.with("queue", way.place.queue).with("offset", way.place.offset);
        }
        if (way.span != null) {
          query = query.with("from", way.span.from).with("to", way.span.to);
        }
      }
      showList(query, limit, COLUMNS);
    }
  }

  @Command(name = "show", description = "Show a message with all that the broker knows of it.")
  static final class Show extends Action {
    @Mixin private MessagePlace place;

    @Mixin private ShownForm form;

    @Override
    protected void run() {
      show(server().get(form.asked(place.message())));
    }
  }

  @Command(name = "body", description = "Write the body of a message as it is, decompressed.")
  static final class Body extends Action {
    @Mixin private MessagePlace place;

    @Option(
        names = {"-o", "--output"},
        required = true,
        paramLabel = "FILE",
        description = "The file to make; it must not exist.")
    private Path output;

    @Override
    protected void run() {
      try (InputStream bytes = server().download(place.body())) {
        long size = Files.copy(bytes, output);
        note("wrote %d bytes to %s", size, output);
      } catch (FileAlreadyExistsException e) {
        throw new CtlException(Exit.CONFLICT, output + " exists already; name another file");
      } catch (IOException e) {
        throw new CtlException(Exit.FAILED, output + " cannot be written: " + e.getMessage());
      }
    }
  }

  @Command(name = "recall", description = "Recall a delayed message, so that it never comes.")
  static final class Recall extends Action {
    @Parameters(index = "0", paramLabel = "TOPIC", description = "Name of the topic.")
    private String topic;

    @Parameters(index = "1", paramLabel = "HANDLE", description = "Its recall handle, as sent.")
    private String handle;

    @Override
    protected void run() {
      ObjectNode recall = Json.object().put("recallHandle", handle);
      done(
          server().call("POST", Query.of("topics", topic, "recalls"), recall),
          "recalled the message");
    }
  }
}
