package io.openons.broker.core.access;

import io.openons.broker.core.api.ResourceName;
import java.util.Locale;

/**
 * What a request needs a right for.
 *
 * @param kind what the name is the name of
 * @param name the topic or group; of the broker, any name
 * @param right any part of this right is enough
 */
public record Need(Kind kind, ResourceName name, Right right) {
  /** What rights are given on. */
  public enum Kind {
    /** A topic. */
    TOPIC,
    /** A consumer group. */
    GROUP,
    /** The broker as a whole, for administrators only. */
    BROKER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Looking at whatever operators may. */
  public static final Need INSPECT =
      new Need(Kind.BROKER, new ResourceName("", "*"), Right.SUBSCRIBE);

  /** Changing whatever operators may. */
  public static final Need ADMINISTER =
      new Need(Kind.BROKER, new ResourceName("", "*"), Right.BOTH);

  /** Sending to a topic, and deciding about what was sent. */
  public static Need publish(ResourceName topic) {
    return new Need(Kind.TOPIC, topic, Right.PUBLISH);
  }

  /** Consuming a topic. */
  public static Need subscribe(ResourceName topic) {
    return new Need(Kind.TOPIC, topic, Right.SUBSCRIBE);
  }

  /** Knowing where a topic is, which senders and consumers must. */
  public static Need locate(ResourceName topic) {
    return new Need(Kind.TOPIC, topic, Right.BOTH);
  }

  /** Consuming with a group. */
  public static Need consumeWith(ResourceName group) {
    return new Need(Kind.GROUP, group, Right.SUBSCRIBE);
  }

  @Override
  public String toString() {
    if (kind == Kind.BROKER) {
      return "'%s' of administration"
          .formatted((right == Right.BOTH ? AdminRole.FULL : AdminRole.READ).word());
    }
    String what =
        right == Right.BOTH ? "publish or subscribe" : right.name().toLowerCase(Locale.ROOT);
    return "'%s' on %s %s".formatted(what, kind, name);
  }
}
