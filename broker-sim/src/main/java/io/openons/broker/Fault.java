package io.openons.broker;

import io.openons.broker.server.net.CallFaults;
import io.openons.broker.server.net.CallFaults.Effect;
import io.openons.broker.server.net.CallFaults.Kind;
import io.openons.proto.v2.Code;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A fault of calls: which calls it meets, and what goes wrong with them. {@link Faults#calls} makes
 * one; it meets nothing until one of {@link #delay}, {@link #refuse}, {@link #dropAnswer}, {@link
 * #cut} and {@link #cutAnswer} orders it. Safe on any thread once ordered.
 */
public final class Fault {
  private static final Set<String> CODES =
      Arrays.stream(Code.values())
          .filter(code -> code != Code.UNRECOGNIZED && code != Code.OK)
          .map(Code::name)
          .collect(Collectors.toUnmodifiableSet());

  private final Faults all;
  private final int id;
  private final Set<String> methods;
  private String topic;
  private String group;
  private String client;
  private int times = Integer.MAX_VALUE;
  private double share = 1;
  private Random chance = new Random(0);
  private Effect effect;
  private int hits;

  Fault(Faults all, int id, Set<String> methods) {
    this.all = all;
    this.id = id;
    this.methods = methods;
  }

  /** Meets only calls that name this topic. Default: any, and none. */
  public Fault topic(String name) {
    topic = Objects.requireNonNull(name, "name");
    return this;
  }

  /** Meets only calls that name this consumer group. Default: any, and none. */
  public Fault group(String name) {
    group = Objects.requireNonNull(name, "name");
    return this;
  }

  /** Meets only calls of the client with this id. Default: all clients. */
  public Fault client(String id) {
    client = Objects.requireNonNull(id, "id");
    return this;
  }

  /**
   * Meets this many calls, the first that fit, and then none.
   *
   * @param count 1 or more. Default: no end
   * @throws IllegalArgumentException when it is less
   */
  public Fault times(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a fault of %d calls; 1 or more".formatted(count));
    }
    times = count;
    return this;
  }

  /**
   * Meets this share of the calls that fit, by chance.
   *
   * @param part above 0, to 1. Default: 1
   * @param seed decides which; the same seed chooses the same calls
   * @throws IllegalArgumentException when the share is out of range
   */
  public Fault share(double part, long seed) {
    if (!(part > 0 && part <= 1)) {
      throw new IllegalArgumentException("a share of %s; above 0, to 1".formatted(part));
    }
    share = part;
    chance = new Random(seed);
    return this;
  }

  /**
   * Orders that calls are held before they do anything.
   *
   * @param time by the broker's clock: if that is a {@link TurnableClock}, until it is turned
   */
  public Fault delay(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a delay of %s; 0 or more".formatted(time));
    }
    return order(new Effect(Kind.DELAY, time, null));
  }

  /**
   * Orders that calls are refused, and do nothing.
   *
   * @param code a code of the protocol, such as {@code TOO_MANY_REQUESTS}, {@code
   *     INTERNAL_SERVER_ERROR} or {@code FORBIDDEN}
   * @throws IllegalArgumentException when there is no such code
   */
  public Fault refuse(String code) {
    if (!CODES.contains(code)) {
      throw new IllegalArgumentException(
          "there is no code '%s'; these are: %s"
              .formatted(code, CODES.stream().sorted().collect(Collectors.joining(", "))));
    }
    return order(new Effect(Kind.REFUSE, null, code));
  }

  /** Orders that calls do what they should, and are never answered: clients run into timeouts. */
  public Fault dropAnswer() {
    return order(new Effect(Kind.DROP_ANSWER, null, null));
  }

  /** Orders that the connection is cut, before the call does anything. */
  public Fault cut() {
    return order(new Effect(Kind.CUT, null, null));
  }

  /** Orders that calls do what they should, and the connection is cut in place of the answer. */
  public Fault cutAnswer() {
    return order(new Effect(Kind.CUT_ANSWER, null, null));
  }

  private Fault order(Effect ordered) {
    synchronized (this) {
      effect = ordered;
    }
    all.add(this);
    return this;
  }

  int id() {
    return id;
  }

  /** Returns how many calls it has met. */
  public synchronized int hits() {
    return hits;
  }

  /** Meets no calls any more; no effect when called again. */
  public void remove() {
    all.remove(this);
  }

  /** Returns what goes wrong with a call; null when it is not met. */
  synchronized Effect meet(CallFaults.Call call) {
    boolean fits =
        (methods.isEmpty() || methods.contains(call.method()))
            && (topic == null || call.topics().contains(topic))
            && (group == null || call.groups().contains(group))
            && (client == null || client.equals(call.clientId()));
    if (!fits || hits >= times || share < 1 && chance.nextDouble() >= share) {
      return null;
    }
    hits++;
    return effect;
  }
}
