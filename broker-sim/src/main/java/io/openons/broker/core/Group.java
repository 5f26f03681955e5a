package io.openons.broker.core;

/**
 * A consumer group.
 *
 * @param id the number by which the store knows the group
 * @param name its name
 */
record Group(int id, ResourceName name) {
  /** What is stored of a group. */
  record Description(int id, String instance, String name) {}
}
