package io.openons.broker.server.net;

import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/** All connections of a broker, of whatever protocol, and the limits that they share. */
public final class Connections {
  private final ServerLimits limits;
  private final FaultLog faults;
  private final LongSupplier nanos;
  private final Bound open;
  private final Bound calls;
  private final Bound waiting;
  private final Bound unsent;
  private final Bound unfinished;
  private final Bound held;
  private final Queue<Runnable> withoutRoom = new ConcurrentLinkedQueue<>();

  /**
   * Makes an empty set.
   *
   * @param nanos the clock, as {@link System#nanoTime}
   */
  public Connections(ServerLimits limits, FaultLog faults, LongSupplier nanos) {
    this.limits = limits;
    this.faults = faults;
    this.nanos = nanos;
    this.open = new Bound("open connections of this broker", limits.connections());
    this.calls = new Bound("calls under way of this broker", limits.calls());
    this.waiting = new Bound("waiting calls of this broker", limits.waiting());
    this.unsent = new Bound("unsent bytes of answers of this broker", limits.unsentBytes());
    this.unfinished =
        new Bound("bytes of unfinished requests of this broker", limits.unfinishedBytes());
    this.held = new Bound("bytes of messages that wait to be sent", limits.unsentBytes());
  }

  /** Returns the limits. */
  public ServerLimits limits() {
    return limits;
  }

  /** Returns the log of the faults of clients. */
  public FaultLog faults() {
    return faults;
  }

  /**
   * Adds a connection until its channel is closed.
   *
   * @throws io.openons.broker.core.api.BrokerException when there are too many
   */
  Connection add(Channel channel) {
    open.take(1);
    Connection connection = new Connection(this, channel);
    channel.closeFuture().addListener(closed -> open.give(1));
    return connection;
  }

  /** Returns the time that passes. */
  long nanos() {
    return nanos.getAsLong();
  }

  Bound calls() {
    return calls;
  }

  Bound waiting() {
    return waiting;
  }

  Bound unsent() {
    return unsent;
  }

  Bound unfinished() {
    return unfinished;
  }

  Bound held() {
    return held;
  }

  /**
   * Returns the share of a limit that a connection has in any case, so that others that use up the
   * limit do not shut it out.
   */
  long share(Bound shared) {
    return shared.limit() / Math.max(1, open.now());
  }

  Queue<Runnable> withoutRoom() {
    return withoutRoom;
  }
}
