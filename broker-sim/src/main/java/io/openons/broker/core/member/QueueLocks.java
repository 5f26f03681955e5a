package io.openons.broker.core.member;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.ResourceName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which member of a group handles a queue in order. A lock ends by itself, and not with the
 * connection of its owner, who may still be at work. Safe on any thread.
 */
public final class QueueLocks {
  /** How long a lock holds without being renewed: 1 minute; owners renew it each 20 s. */
  public static final Duration LIFE = Duration.ofSeconds(60);

  /** Locks at a time; more are refused. Each costs about 200 bytes. Ours. */
  static final int MAX_LOCKS = 1_000_000;

  private static final int FIRST_SWEEP = 1024;

  private record Key(ResourceName group, ResourceName topic, int queue) {}

  private record Lock(String owner, long until) {}

  private final LongSupplier elapsed;
  private final Map<Key, Lock> locks = new HashMap<>();
  private int nextSweep = FIRST_SWEEP;

  /**
   * Makes an empty table.
   *
   * @param elapsed the time that passes, in milliseconds
   */
  public QueueLocks(LongSupplier elapsed) {
    this.elapsed = elapsed;
  }

  /**
   * Locks a queue for a client, or renews its lock. Returns false when another has it.
   *
   * @throws BrokerException with {@link Reason#TOO_MANY_REQUESTS} when there are too many
   */
  public synchronized boolean lock(
      ResourceName group, ResourceName topic, int queue, String clientId) {
    long now = elapsed.getAsLong();
    Key key = new Key(group, topic, queue);
    Lock held = locks.get(key);
    if (held != null && held.until > now && !held.owner.equals(clientId)) {
      return false;
    }
    if (held == null) {
      makeRoom(now);
    }
    locks.put(key, new Lock(clientId, now + LIFE.toMillis()));
    return true;
  }

  private void makeRoom(long now) {
    if (locks.size() >= nextSweep) {
      locks.values().removeIf(lock -> lock.until <= now);
      nextSweep = Math.min(MAX_LOCKS, Math.max(FIRST_SWEEP, 2 * locks.size()));
    }
    if (locks.size() >= MAX_LOCKS) {
      throw new BrokerException(
          Reason.TOO_MANY_REQUESTS,
          "%d queues are locked, and at most %d may be; try again later"
              .formatted(locks.size(), MAX_LOCKS));
    }
  }

  /** Frees a queue, if the client has its lock. */
  public synchronized void unlock(
      ResourceName group, ResourceName topic, int queue, String clientId) {
    locks.computeIfPresent(
        new Key(group, topic, queue), (key, held) -> held.owner.equals(clientId) ? null : held);
  }
}
