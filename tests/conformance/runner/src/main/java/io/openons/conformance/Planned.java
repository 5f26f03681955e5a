package io.openons.conformance;

/**
 * A case that is to be run.
 *
 * @param number unique in a suite; part of the names of topics and groups
 * @param producer the face of the producers
 * @param consumer the face of the consumers; the same one unless it is a pair
 */
record Planned(int number, String feature, Case one, String server, Face producer, Face consumer) {

  boolean isPair() {
    return producer != consumer;
  }

  /** A topic or a group of the case's as this run calls it. */
  String name(String logical) {
    return logical + "-" + number;
  }

  String faces() {
    return isPair() ? producer + " to " + consumer : producer.toString();
  }

  @Override
  public String toString() {
    return one + ", " + faces() + ", " + server;
  }
}
