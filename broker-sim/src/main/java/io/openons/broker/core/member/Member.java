package io.openons.broker.core.member;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.session.ClientInfo;
import java.util.Map;

/**
 * A client in a group whose members share out the queues among themselves, as its protocol keeps
 * it. Its methods are called on any thread, and must not block.
 */
public interface Member {
  /** Returns the client's id. */
  String clientId();

  /** Returns how the client is connected, for operators. */
  default ClientInfo info() {
    return ClientInfo.UNKNOWN;
  }

  /**
   * Goes on at other offsets of a topic, which an operator has set.
   *
   * @param time the time that the offsets are of, milliseconds since 1970; -1 for none
   * @param offsets the offset of each queue
   */
  default void reset(
      ResourceName group, ResourceName topic, long time, Map<Integer, Long> offsets) {}

  /** Returns whether {@link #reset} works; else it would overwrite the offsets by its own. */
  default boolean canReset() {
    return false;
  }

  /** Learns that members came to a group or left it, or want something else. */
  void changed(ResourceName group);
}
