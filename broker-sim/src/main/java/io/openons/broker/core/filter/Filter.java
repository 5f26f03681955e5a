package io.openons.broker.core.filter;

import io.openons.broker.core.message.Message;

/** Chooses the messages of a topic that a consumer wants. */
public interface Filter {
  /** Says, from the tag's hash alone, whether a message can be wanted; false saves reading it. */
  boolean mayMatch(int tagHash);

  /**
   * Returns the text that the filter was made from, in a form that is equal for filters that choose
   * the same.
   */
  String expression();

  /** Says whether a message is wanted. */
  boolean matches(Message message);
}
