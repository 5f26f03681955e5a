package io.openons.broker.core.access;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.api.Texts;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which user a client id belongs to: the one who used it first, while the client lives. Ids are not
 * secret, so without owners one user could end another's clients. Safe on any thread.
 *
 * <p>Holds an entry for each id that was used since the last sweep, and a sweep comes when the
 * entries have doubled; so memory follows the number of clients that live.
 */
public final class ClientOwners {
  private static final int FIRST_SWEEP = 1024;

  private final Predicate<String> isAlive;
  private final Map<String, String> ownerById = new HashMap<>();
  private int nextSweep = FIRST_SWEEP;

  /**
   * Makes an empty table.
   *
   * @param isAlive returns whether the client with an id lives
   */
  public ClientOwners(Predicate<String> isAlive) {
    this.isAlive = isAlive;
  }

  /**
   * Notes that a caller uses a client id; nothing without access control.
   *
   * @throws BrokerException with {@link Reason#UNAUTHORIZED} when another user's client with this
   *     id lives
   */
  public synchronized void claim(String clientId, Caller caller) {
    if (caller.user() == null) {
      return;
    }
    String name = caller.user().name();
    String owner = ownerById.putIfAbsent(clientId, name);
    if (owner == null) {
      sweep();
    } else if (!owner.equals(name)) {
      if (isAlive.test(clientId)) {
        throw new BrokerException(
            Reason.UNAUTHORIZED,
            "client id '%s' belongs to another user while that client lives; choose another id"
                .formatted(Texts.shorten(clientId)));
      }
      ownerById.put(clientId, name);
    }
  }

  private void sweep() {
    if (ownerById.size() >= nextSweep) {
      ownerById.keySet().removeIf(isAlive.negate());
      nextSweep = Math.max(FIRST_SWEEP, 2 * ownerById.size());
    }
  }
}
