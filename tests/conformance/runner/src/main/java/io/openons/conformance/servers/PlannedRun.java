package io.openons.conformance.servers;

import io.openons.conformance.cases.Case;
import io.openons.conformance.drivers.Face;

/**
 * A case that is to be run.
 *
 * @param number unique in a suite; part of the names of topics and groups
 * @param producer the face of the producers
 * @param consumer the face of the consumers; the same one unless it is a pair
 */
public record PlannedRun(
    int number, String feature, Case one, String server, Face producer, Face consumer) {

  public boolean isPair() {
    return producer != consumer;
  }

  /** A topic or a group of the case's as this run calls it. */
  public String name(String logical) {
    return logical + "-" + number;
  }

  public String faces() {
    return isPair() ? producer + " to " + consumer : producer.toString();
  }

  @Override
  public String toString() {
    return one + ", " + faces() + ", " + server;
  }
}
