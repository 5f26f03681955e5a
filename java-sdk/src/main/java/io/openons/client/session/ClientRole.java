package io.openons.client.session;

import io.openons.client.route.TopicRoute;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import java.util.Optional;

/** What differs between kinds of clients, as far as servers are told. */
public interface ClientRole {
  /** The kind. */
  ClientType type();

  /** The consumer group; empty for producers, which the wire gives none. */
  Optional<Resource> group();

  /** A route is new or different. */
  default void routeChanged(TopicRoute route) {}

  /** Adds what this client publishes or subscribes at this moment. */
  void describe(Settings.Builder settings);

  /**
   * A server asks what became of a transaction. Must not block.
   *
   * @param from who asks and is told the answer
   */
  default void recover(Endpoints from, RecoverOrphanedTransactionCommand question) {}
}
