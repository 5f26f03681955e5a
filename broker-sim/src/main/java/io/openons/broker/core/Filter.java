package io.openons.broker.core;

/** Chooses the messages of a topic that a consumer wants. */
public interface Filter {
  /** Says, from the tag's hash alone, whether a message can be wanted; false saves reading it. */
  boolean mayMatch(int tagHash);

  /** Says whether a message is wanted. */
  boolean matches(Message message);
}
