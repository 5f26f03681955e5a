package io.openons.client.session;

import io.openons.client.route.TopicRoute;
import io.openons.proto.v2.ClientType;
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
}
