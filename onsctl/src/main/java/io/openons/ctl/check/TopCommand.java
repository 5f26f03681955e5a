package io.openons.ctl.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.openons.ctl.api.Json;
import io.openons.ctl.api.Query;
import io.openons.ctl.command.Action;
import io.openons.ctl.command.Watch;
import io.openons.ctl.screen.Column;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is busy now. */
@Command(
    name = "top",
    description = "Show the topics that grow fastest and the groups that are furthest behind.")
public final class TopCommand extends Action {
  private static final int MOST_READ = 100_000;

  @Option(
      names = {"-i", "--interval"},
      paramLabel = "TIME",
      description = "Between two looks, 100ms or more. Usually 2s.")
  private Duration interval = Duration.ofSeconds(2);

  @Option(names = "--times", paramLabel = "N", description = "End after so many looks.")
  private int times = Integer.MAX_VALUE;

  @Option(names = "--rows", paramLabel = "N", description = "Rows of each, 1 to 1000. Usually 10.")
  private int rows = 10;

  private final Map<String, Long> before = new HashMap<>();
  private long lookedAt;

  @Override
  protected void run() {
    range("--rows", rows, 1, 1000);
    Watch.repeat(screen(), interval, times, this::look);
  }

  private void look() {
    long now = System.nanoTime();
    double seconds = (now - lookedAt) / 1e9;
    JsonNode overview = server().get(Query.of("overview"));
    List<JsonNode> topics = list("topics");
    for (JsonNode topic : topics) {
      Long last = before.put(topic.path("name").asText(), topic.path("messages").asLong());
      // Nothing is known before the second look; retention makes no negative rate.
      long grown = last == null ? 0 : Math.max(0, topic.path("messages").asLong() - last);
      ((ObjectNode) topic).put("perSecond", lookedAt == 0 ? 0 : Math.round(grown / seconds));
    }
    lookedAt = now;
    List<JsonNode> busiest =
        first(
            topics,
            Comparator.<JsonNode>comparingLong(t -> t.path("perSecond").asLong())
                .thenComparingLong(t -> t.path("messages").asLong()));
    List<JsonNode> furthest =
        first(list("groups"), Comparator.comparingLong(group -> group.path("lag").asLong()));
    if (isJson()) {
      ObjectNode all = Json.object();
      all.set("overview", overview);
      all.putArray("topics").addAll(busiest);
      all.putArray("groups").addAll(furthest);
      show(all);
      return;
    }
    out()
        .println(
            "%d topics, %d groups, %d clients, %d messages, lag %d"
                .formatted(
                    overview.path("topics").asLong(),
                    overview.path("groups").asLong(),
                    overview.path("clients").asLong(),
                    overview.path("messages").asLong(),
                    overview.path("lag").asLong()));
    out().println();
    show(
        busiest,
        List.of(
            Column.number("per second", "perSecond"),
            Column.number("messages"),
            Column.text("topic", "name")));
    out().println();
    show(
        furthest,
        List.of(Column.number("lag"), Column.number("members"), Column.text("group", "name")));
  }

  private List<JsonNode> list(String what) {
    List<JsonNode> all = new ArrayList<>();
    server().list(Query.of(what), MOST_READ, all::add);
    return all;
  }

  private List<JsonNode> first(List<JsonNode> all, Comparator<JsonNode> order) {
    return all.stream().sorted(order.reversed()).limit(rows).toList();
  }
}
