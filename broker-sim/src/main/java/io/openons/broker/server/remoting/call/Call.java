package io.openons.broker.server.remoting.call;

import io.openons.broker.core.access.Caller;
import io.openons.broker.core.api.ResourceName;
import io.openons.broker.server.remoting.codec.Command;

/**
 * A request under way.
 *
 * @param request the request
 * @param peer the other side of its connection
 * @param caller who signed it
 */
public record Call(Command request, Peer peer, Caller caller) {
  /** Returns the topic or group that a field names. */
  public ResourceName name(String field) {
    return Names.of(request.text(field));
  }
}
