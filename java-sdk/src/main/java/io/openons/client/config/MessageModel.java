package io.openons.client.config;

/** Who gets a message of a group. */
public enum MessageModel {
  /** One consumer of the group. */
  CLUSTERING,
  /** Every consumer of the group. */
  BROADCASTING
}
