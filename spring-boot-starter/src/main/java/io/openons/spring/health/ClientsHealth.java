package io.openons.spring.health;

import com.aliyun.openservices.ons.api.ClientDescription;
import io.openons.spring.listener.ListenerContainer;
import io.openons.spring.listener.OnsListeners;
import io.openons.spring.server.Producers;
import io.openons.spring.server.ServerProducers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether the clients can work: each listener that should run does, and each client that runs is
 * connected. Asks no server, so that a probe costs nothing.
 */
public final class ClientsHealth {
  private final Producers producers;
  private final OnsListeners listeners;

  /** The health of these. */
  public ClientsHealth(Producers producers, OnsListeners listeners) {
    this.producers = producers;
    this.listeners = listeners;
  }

  /**
   * What is known.
   *
   * @param up whether all can work
   * @param details a line for each client
   */
  record State(boolean up, Map<String, Object> details) {}

  State state() {
    Map<String, Object> details = new LinkedHashMap<>();
    boolean up = true;
    for (ServerProducers server : producers.all()) {
      for (ClientDescription client : server.describe()) {
        up &= client.connected();
        details.put("%s %s".formatted(server.server(), client.kind()), text(client));
      }
    }
    for (ListenerContainer container : listeners.containers()) {
      ClientDescription client = container.describe().orElse(null);
      boolean idle = client == null && !(container.isAutoStart() && listeners.isRunning());
      up &= idle || client != null && client.connected();
      details.put(
          "%s %s".formatted(container.server(), container.group()),
          client == null ? "stopped" : text(client));
    }
    return new State(up, details);
  }

  private static String text(ClientDescription client) {
    return (client.connected() ? "connected to " : "not connected to ") + client.endpoint();
  }
}
