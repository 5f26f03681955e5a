package io.openons.broker.core.admin.view;

import io.openons.broker.core.api.ResourceName;
import io.openons.broker.core.session.ClientInfo;
import java.util.Map;

/**
 * A client of a group that lives, for operators.
 *
 * @param clientId its id
 * @param way how it consumes
 * @param info how it is connected
 * @param subscriptions its filter expression for each topic; of long ones the beginning
 */
public record MemberView(
    String clientId, Way way, ClientInfo info, Map<ResourceName, String> subscriptions) {
  /** How a client consumes. */
  public enum Way {
    /** Each message goes to one of the clients, under a lease. */
    LEASES,
    /** Each queue goes to one of the clients. */
    SHARED_QUEUES,
    /** Each client reads all queues, and keeps its own progress. */
    ALL_QUEUES
  }

  /** Returns this client, of which it is known how it consumes. */
  public MemberView as(Way known) {
    return new MemberView(clientId, known, info, subscriptions);
  }
}
