package io.openons.broker.core.access;

import java.util.Locale;

/** What a user may do as an operator, whatever rights on topics and groups it has. */
public enum AdminRole {
  /** Nothing. */
  NONE,
  /** Look at everything, bodies of messages included. */
  READ,
  /** Look at everything and change everything. */
  FULL;

  /** Returns the word in the users file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
