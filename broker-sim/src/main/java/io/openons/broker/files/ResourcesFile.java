package io.openons.broker.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.openons.broker.core.Administration;
import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.core.message.MessageKind;
import io.openons.broker.core.topic.Permission;
import io.openons.broker.core.topic.TopicSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file of the topics and groups that a broker shall have, and how they shall be. */
public final class ResourcesFile {
  private static final Set<MessageKind> EVERY_KIND = Set.of(MessageKind.values());
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  /** The whole file. */
  private record Content(Map<String, TopicEntry> topics, Map<String, GroupEntry> groups) {
    Content {
      topics = topics == null ? Collections.emptyMap() : topics;
      groups = groups == null ? Collections.emptyMap() : groups;
      if (topics.containsValue(null) || groups.containsValue(null)) {
        throw new IllegalArgumentException("has a null; write {} for an entry with all defaults");
      }
    }
  }

  /** One topic; without a number of queues it keeps those that it has. */
  private record TopicEntry(Integer queues, Set<MessageKind> accepts, Permission permission) {
    TopicEntry {
      accepts = accepts == null ? EVERY_KIND : accepts;
      permission = permission == null ? Permission.READ_WRITE : permission;
      // Checks them, so that a fault is told with its line.
      settings(1, queues, accepts, permission);
    }

    TopicSettings settings(int queuesOfBefore) {
      return settings(queuesOfBefore, queues, accepts, permission);
    }

    private static TopicSettings settings(
        int queuesOfBefore, Integer queues, Set<MessageKind> accepts, Permission permission) {
      return new TopicSettings(queues == null ? queuesOfBefore : queues, accepts, permission);
    }
  }

  /** One group; what is left out is the default. */
  private record GroupEntry(GroupSettings settings) {
    @JsonCreator
    static GroupEntry of(
        @JsonProperty("ordered") Boolean ordered,
        @JsonProperty("maxAttempts") Integer maxAttempts,
        @JsonProperty("backoff") List<String> backoff) {
      GroupSettings usual = GroupSettings.DEFAULT;
      return new GroupEntry(
          new GroupSettings(
              ordered == null ? usual.ordered() : ordered,
              maxAttempts == null ? usual.maxAttempts() : maxAttempts,
              backoff == null
                  ? usual.backoff()
                  : backoff.stream().map(ResourcesFile::duration).toList()));
    }
  }

  private final JsonFile file;
  private final Content content;

  private ResourcesFile(JsonFile file) {
    this.file = file;
    this.content = file.read(Content.class);
  }

  /**
   * Reads the file.
   *
   * @throws ConfigurationException when it cannot be used
   */
  public static ResourcesFile read(Path path) {
    return new ResourcesFile(new JsonFile("resources file", path));
  }

  /**
   * Makes what is not there, and changes what is otherwise than the file says.
   *
   * @throws ConfigurationException when a name is not allowed, or a topic would lose queues
   */
  public void apply(Administration broker, int queuesOfNewTopics) {
    content.topics.forEach(
        (text, topic) ->
            at(
                "topics",
                text,
                name -> {
                  int queuesOfBefore = broker.topics().queuesOf(name).orElse(queuesOfNewTopics);
                  broker.topics().set(name, topic.settings(queuesOfBefore));
                }));
    content.groups.forEach(
        (text, group) -> at("groups", text, name -> broker.groups().set(name, group.settings())));
  }

  private void at(String part, String text, Consumer<ResourceName> work) {
    try {
      work.accept(ResourceName.of("", text));
    } catch (BrokerException refusal) {
      throw file.fault(part + "." + text, refusal.getMessage());
    }
  }

  /** Reads a text such as {@code 10s}. */
  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text == null ? "null" : text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a duration; write a number and ms, s, m or h: 10s".formatted(text));
    }
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
