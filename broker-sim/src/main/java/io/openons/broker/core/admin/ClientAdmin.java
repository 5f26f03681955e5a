package io.openons.broker.core.admin;

import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.session.ClientView;
import io.openons.broker.core.session.Clients;
import java.util.List;
import java.util.Optional;

/** Operators look at clients. Safe on any thread. */
public final class ClientAdmin {
  private final Clients clients;

  /** Makes the operators' side of a table of clients. */
  public ClientAdmin(Clients clients) {
    this.clients = clients;
  }

  /** Returns a page of the clients that live, by their ids. */
  public Page<ClientView> list(PageRequest request) {
    return clients.list(request);
  }

  /** Returns a client that lives; empty when there is none with this id. */
  public Optional<ClientView> find(String clientId) {
    return Optional.ofNullable(clients.find(clientId));
  }

  /** Returns connected clients of a group of producers; at most a page of them. */
  public List<ClientView> producersIn(String producerGroup) {
    return clients.producersIn(producerGroup, PageRequest.MAX_LIMIT);
  }
}
