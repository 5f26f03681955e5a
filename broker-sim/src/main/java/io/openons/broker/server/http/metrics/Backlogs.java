package io.openons.broker.server.http.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.openons.broker.core.Administration;
import io.openons.broker.core.admin.view.Backlog;
import io.openons.broker.core.admin.view.GroupView;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the topics have, and how far the groups are behind: measured when somebody asks. */
final class Backlogs {
  private final Administration admin;
  private final int mostNames;
  private final MultiGauge things;
  private final MultiGauge leftOut;
  private final MultiGauge messages;
  private final MultiGauge members;
  private final Map<MultiGauge, ToDoubleFunction<Backlog>> ofGroups = new LinkedHashMap<>();

  Backlogs(Administration admin, MeterRegistry registry, int mostNames) {
    this.admin = admin;
    this.mostNames = mostNames;
    things = gauge(registry, "ons.resources", "Topics, groups and live clients", null);
    leftOut = gauge(registry, "ons.metrics.left.out", "Names that are too many to show", null);
    messages = gauge(registry, "ons.topic.messages", "Messages that a topic has", null);
    members = gauge(registry, "ons.group.members", "Live clients of a group", null);
    ofGroups.put(
        gauge(registry, "ons.group.lag", "Messages that a group did not commit", null),
        Backlog::lag);
    ofGroups.put(
        gauge(registry, "ons.group.ready", "Messages that a group did not get", null),
        Backlog::ready);
    ofGroups.put(
        gauge(
            registry, "ons.group.in.flight", "Messages that a group got and did not commit", null),
        Backlog::inFlight);
    ofGroups.put(
        gauge(
            registry,
            "ons.group.lag.time",
            "How long the earliest uncommitted message has been ready",
            "seconds"),
        backlog -> seconds(backlog.lagTime()));
    ofGroups.put(
        gauge(
            registry,
            "ons.group.queue.time",
            "How long the earliest message that a group did not get has been ready",
            "seconds"),
        backlog -> seconds(backlog.queueTime()));
  }

  private static MultiGauge gauge(
      MeterRegistry registry, String name, String description, String unit) {
    return MultiGauge.builder(name).description(description).baseUnit(unit).register(registry);
  }

  private static double seconds(Duration time) {
    return time == null ? 0 : time.toMillis() / 1000.0;
  }

  void measure() {
    List<Row<?>> perTopic = new ArrayList<>();
    long topics =
        each(
            admin.topics()::list,
            topic ->
                perTopic.add(Row.of(Tags.of("topic", topic.name().toString()), topic.messages())));
    messages.register(perTopic, true);
    List<GroupView> shown = new ArrayList<>();
    long groups = each(admin.groups()::list, shown::add);
    showGroups(shown);
    long clients = each(admin.clients()::list, client -> {});
    things.register(
        List.of(row("topic", topics), row("group", groups), row("client", clients)), true);
    leftOut.register(
        List.of(row("topic", topics - perTopic.size()), row("group", groups - shown.size())), true);
  }

  private static Row<?> row(String kind, long number) {
    return Row.of(Tags.of("kind", kind), number);
  }

  private void showGroups(List<GroupView> groups) {
    Map<MultiGauge, List<Row<?>>> rows = new LinkedHashMap<>();
    ofGroups.keySet().forEach(gauge -> rows.put(gauge, new ArrayList<>()));
    List<Row<?>> perGroup = new ArrayList<>();
    for (GroupView group : groups) {
      Tags tags = Tags.of("group", group.name().toString());
      perGroup.add(Row.of(tags, group.members()));
      try {
        Backlog backlog = admin.groups().backlog(group.name());
        ofGroups.forEach(
            (gauge, figure) -> rows.get(gauge).add(Row.of(tags, figure.applyAsDouble(backlog))));
      } catch (BrokerException deleted) {
        // Meanwhile; the next reader sees it no more.
      }
    }
    members.register(perGroup, true);
    rows.forEach((gauge, values) -> gauge.register(values, true));
  }

  /** Shows as many as are shown one by one, and returns how many there are. */
  private <T> long each(Function<PageRequest, Page<T>> list, Consumer<T> show) {
    long count = 0;
    String cursor = null;
    do {
      Page<T> page = list.apply(PageRequest.after(cursor, PageRequest.MAX_LIMIT));
      for (T item : page.items()) {
        if (count++ < mostNames) {
          show.accept(item);
        }
      }
      cursor = page.next();
    } while (cursor != null);
    return count;
  }
}
