package io.openons.broker.server.http.admin;

import io.openons.broker.core.Administration;
import io.openons.broker.core.Broker;
import io.openons.broker.core.api.Scheduler;
import io.openons.broker.server.http.access.Audit;
import io.openons.broker.server.http.access.Sessions;
import io.openons.broker.server.http.call.Workers;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** All operations of the API. */
public final class Routes {
  private Routes() {}

  /**
   * Makes them.
   *
   * @param broker where messages are sent
   * @param admin the operators' side of it
   */
  public static List<Route> of(
      Broker broker,
      Administration admin,
      BrokerFacts facts,
      Sessions sessions,
      Audit audit,
      Workers workers,
      Scheduler scheduler,
      InstantSource clock) {
    return Stream.of(
            SystemRoutes.of(admin, facts),
            SessionRoutes.of(sessions, audit),
            TopicRoutes.of(admin.topics()),
            GroupRoutes.of(admin),
            ClientRoutes.of(admin.clients()),
            MessageRoutes.of(broker, admin.messages(), clock),
            TailRoutes.of(admin, workers, scheduler),
            TransactionRoutes.of(admin.transactions()),
            DefinitionRoutes.of(admin))
        .flatMap(List::stream)
        .toList();
  }
}
