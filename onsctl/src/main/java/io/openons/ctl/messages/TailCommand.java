package io.openons.ctl.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.openons.ctl.api.CtlException;
import io.openons.ctl.api.Events;
import io.openons.ctl.api.Exit;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.screen.Column;
import io.openons.ctl.screen.Paint;
import io.openons.ctl.screen.Plain;
import java.time.Duration;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Follows a topic. */
@Command(
    name = "tail",
    description = {
      "Show the messages of a topic as they come, until Ctrl-C.",
      "Reads beside the groups: nothing is consumed."
    })
public final class TailCommand extends Action {
  /** The broker says that it lives each 10 s. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  static final class Filter {
    @Option(names = "--tag", paramLabel = "TAGS", description = "Only these tags: 'A || B'.")
    private String tag;

    @Option(
        names = "--sql",
        paramLabel = "CONDITION",
        description = "Only what fits a condition: 'price > 10'.")
    private String sql;
  }

  @Parameters(paramLabel = "TOPIC", description = "Name of the topic.")
  private String topic;

  @ArgGroup private Filter filter;

  @Option(
      names = {"-n", "--count"},
      paramLabel = "N",
      description = "End after so many messages.")
  private Long count;

  @Option(names = "--for", paramLabel = "TIME", description = "End after this time.")
  private Duration duration;

  @Mixin private ShownForm form;

  @Override
  protected void run() {
    range("--count", count == null ? 1 : count, 1, Long.MAX_VALUE);
    Query query = form.asked(Query.of("topics", topic, "tail"));
    if (filter != null) {
      query = query.with("tag", filter.tag).with("sql", filter.sql);
    }
    try (Events events = server().events(query)) {
      note("following %s", topic);
      follow(events);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Events events) throws InterruptedException {
    long end = duration == null ? Long.MAX_VALUE : duration.toNanos();
    long begin = System.nanoTime();
    long left = count == null ? Long.MAX_VALUE : count;
    while (left > 0) {
      long time = end - (System.nanoTime() - begin);
      if (time <= 0) {
        return;
      }
      Events.Event event = events.next(Duration.ofNanos(Math.min(time, SILENCE.toNanos())));
      if (event == null && time > SILENCE.toNanos()) {
        throw new CtlException(
            Exit.UNREACHABLE,
            "the broker is silent for %d s; is it up?".formatted(SILENCE.toSeconds()));
      }
      if (event == null) {
        return;
      }
      switch (event.name()) {
        case "message" -> {
          print(event.data());
          left--;
        }
        case "missed" ->
            note(
                "%d messages came too fast and are not shown",
                event.data().path("messages").asLong());
        case "end" ->
            throw new CtlException(
                Exit.UNREACHABLE,
                "the broker ended the stream: it stops, or topic %s was deleted".formatted(topic));
        default -> {
          // Only says that the broker lives.
        }
      }
    }
  }

  private void print(JsonNode message) {
    if (isJson()) {
      out().println(Json.line(message));
    } else {
      String head =
          "%s %s/%s"
              .formatted(
                  message.path("storedAt").asText(),
                  message.path("queue").asText(),
                  message.path("offset").asText());
      String tag = Column.shown(message.path("tag"));
      String keys = Column.shown(message.path("keys"));
      String body = Column.shown(message.path("body"));
      out()
          .println(
              Paint.BOLD.on(head, isColoured())
                  + Plain.visible(" tag=%s keys=%s %s".formatted(tag, keys, body)));
    }
    out().flush();
  }
}
