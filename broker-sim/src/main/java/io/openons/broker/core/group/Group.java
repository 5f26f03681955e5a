package io.openons.broker.core.group;

import io.openons.broker.core.api.ResourceName;
import java.time.Duration;
import java.util.List;

/** A consumer group: a name and its settings. Safe on any thread. */
public final class Group {
  /** What is stored of a group. */
  record Description(
      int id,
      String instance,
      String name,
      boolean ordered,
      int maxAttempts,
      List<Long> backoffMillis) {
    GroupSettings settings() {
      return new GroupSettings(
          ordered, maxAttempts, backoffMillis.stream().map(Duration::ofMillis).toList());
    }
  }

  private final int id;
  private final ResourceName name;
  private volatile GroupSettings settings;

  Group(int id, ResourceName name, GroupSettings settings) {
    this.id = id;
    this.name = name;
    this.settings = settings;
  }

  Description describe(GroupSettings changed) {
    return new Description(
        id,
        name.instance(),
        name.name(),
        changed.ordered(),
        changed.maxAttempts(),
        changed.backoff().stream().map(Duration::toMillis).toList());
  }

  void change(GroupSettings changed) {
    settings = changed;
  }

  /** Returns the number by which the store knows the group. */
  public int id() {
    return id;
  }

  /** Returns the name. */
  public ResourceName name() {
    return name;
  }

  /** Returns what was chosen about it. */
  public GroupSettings settings() {
    return settings;
  }
}
