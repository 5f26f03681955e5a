package io.openons.broker.server.http.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.openons.broker.core.admin.ClientAdmin;
import io.openons.broker.server.http.admin.view.ClientJson;
import io.openons.broker.server.http.admin.view.Views;
import io.openons.broker.server.http.call.Answer;
import io.openons.broker.server.http.call.Problem;
import java.util.List;

/** The clients that live. */
final class ClientRoutes {
  private ClientRoutes() {}

  static List<Route> of(ClientAdmin clients) {
    return List.of(
        Route.get("/clients")
            .pages(ClientJson.class)
            .does(call -> Pages.of(clients.list(call.page()), Views::of)),
        Route.get("/clients/{client}")
            .answers(ClientJson.class)
            .does(call -> find(clients, call.path().get(0))));
  }

  private static Answer find(ClientAdmin clients, String id) {
    return clients
        .find(id)
        .map(client -> Pages.ok(Views.of(client)))
        .orElseThrow(
            () ->
                new Problem(
                    HttpResponseStatus.NOT_FOUND,
                    "client-not-found",
                    "no client with this id lives; the list has those that do"));
  }
}
