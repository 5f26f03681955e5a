package io.openons.broker.core.member;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.session.ClientInfo;

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

  /** Learns that members came to a group or left it, or want something else. */
  void changed(ResourceName group);
}
