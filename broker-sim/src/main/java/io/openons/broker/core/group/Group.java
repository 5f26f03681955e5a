package io.openons.broker.core.group;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.OnTrial;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.time.Duration;
import java.util.List;

/** A consumer group: a name and its settings. Safe on any thread. */
public final class Group {
  /**
   * What is stored of a group.
   *
   * @param madeOnUse whether it was made because somebody named it
   * @param unused whether it was made on use, and consumed nothing yet
   */
  record Description(
      int id,
      String instance,
      String name,
      boolean ordered,
      int maxAttempts,
      List<Long> backoffMillis,
      boolean madeOnUse,
      boolean unused) {
    GroupSettings settings() {
      return new GroupSettings(
          ordered, maxAttempts, backoffMillis.stream().map(Duration::ofMillis).toList());
    }
  }

  private final int id;
  private final ResourceName name;
  private final OnTrial.Naming naming;
  private volatile GroupSettings settings;
  private volatile boolean madeOnUse;
  private volatile boolean unused;
  private volatile boolean deleted;

  Group(Description description, long now) {
    this.id = description.id();
    this.name = new ResourceName(description.instance(), description.name());
    this.naming = new OnTrial.Naming(now);
    this.settings = description.settings();
    this.madeOnUse = description.madeOnUse();
    this.unused = description.unused();
  }

  static Description describe(
      int id, ResourceName name, GroupSettings settings, boolean madeOnUse, boolean unused) {
    return new Description(
        id,
        name.instance(),
        name.name(),
        settings.ordered(),
        settings.maxAttempts(),
        settings.backoff().stream().map(Duration::toMillis).toList(),
        madeOnUse,
        unused);
  }

  void change(GroupSettings changed, boolean madeOnUse) {
    this.settings = changed;
    this.madeOnUse = madeOnUse;
    this.unused = false;
  }

  boolean isDeleted() {
    return deleted;
  }

  void delete() {
    deleted = true;
  }

  /**
   * Refuses when it was deleted.
   *
   * @throws BrokerException with {@link Reason#CONSUMER_GROUP_NOT_FOUND}
   */
  void requireNotDeleted() {
    if (deleted) {
      throw new BrokerException(
          Reason.CONSUMER_GROUP_NOT_FOUND, "group %s was deleted".formatted(name));
    }
  }

  OnTrial.Naming naming() {
    return naming;
  }

  /** Returns whether it was made because somebody named it, and nobody declared it since. */
  public boolean isMadeOnUse() {
    return madeOnUse;
  }

  boolean isUnused() {
    return unused;
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
