package io.openons.broker.server.http.admin;

import io.openons.broker.core.Administration;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.topic.TopicSettings;
import io.openons.broker.server.http.admin.request.GroupChange;
import io.openons.broker.server.http.admin.request.TopicChange;
import io.openons.broker.server.http.admin.view.CountJson;
import io.openons.broker.server.http.admin.view.Definitions;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** All topics and groups at once, to take them from one broker to another. */
final class DefinitionRoutes {
  private final Administration admin;

  private DefinitionRoutes(Administration admin) {
    this.admin = admin;
  }

  static List<Route> of(Administration admin) {
    DefinitionRoutes routes = new DefinitionRoutes(admin);
    return List.of(
        Route.get("/definitions").answers(Definitions.class).does(call -> routes.read()),
        Route.change("PUT", "/definitions")
            .takes(Definitions.class)
            .answers(CountJson.class)
            .does(routes::write));
  }

  private Answer read() {
    Map<String, TopicChange> topics = new TreeMap<>();
    Pages.each(
        admin.topics()::list,
        topic -> {
          // Those of dead letters and redeliveries come with their group.
          if (!topic.name().isDeadLetters() && !topic.name().isRedeliveries()) {
            TopicSettings settings = topic.settings();
            topics.put(
                topic.name().toString(),
                new TopicChange(
                    settings.queues(), new TreeSet<>(settings.accepts()), settings.permission()));
          }
        });
    Map<String, GroupChange> groups = new TreeMap<>();
    Pages.each(
        admin.groups()::list,
        group -> {
          GroupSettings settings = group.settings();
          groups.put(
              group.name().toString(),
              new GroupChange(
                  settings.ordered(),
                  settings.maxAttempts(),
                  settings.backoff().stream().map(Duration::toMillis).toList()));
        });
    return Pages.ok(new Definitions(topics, groups));
  }

  /** Makes and changes; deletes nothing, and may be repeated. */
  private Answer write(Call call) {
    Definitions wanted = call.body(Definitions.class);
    // All are read before the first is made, so that a fault in one changes nothing.
    Map<ResourceName, TopicSettings> topics = new LinkedHashMap<>();
    each(wanted.topics(), "topics", (name, topic) -> topics.put(name, topic.settings()));
    Map<ResourceName, GroupSettings> groups = new LinkedHashMap<>();
    each(wanted.groups(), "groups", (name, group) -> groups.put(name, group.settings()));
    topics.forEach(
        (name, settings) -> at("topics", name, () -> admin.topics().set(name, settings)));
    groups.forEach(
        (name, settings) -> at("groups", name, () -> admin.groups().set(name, settings)));
    return Pages.ok(new CountJson(topics.size(), groups.size()));
  }

  private interface Each<V> {
    void take(ResourceName name, V value);
  }

  private static <V> void each(Map<String, V> values, String part, Each<V> each) {
    if (values == null) {
      return;
    }
    values.forEach(
        (text, value) -> {
          if (value == null) {
            throw Problem.badRequest("'%s' has a null; write an object".formatted(part));
          }
          ResourceName name = ResourceName.of("", text);
          at(part, name, () -> each.take(name, value));
        });
  }

  private static void at(String part, ResourceName name, Runnable work) {
    try {
      work.run();
    } catch (BrokerException refusal) {
      throw new BrokerException(
          refusal.reason(), "%s, %s: %s".formatted(part, name, refusal.getMessage()));
    }
  }
}
