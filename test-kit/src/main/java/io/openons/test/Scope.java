package io.openons.test;

/** How long a broker lives. */
public enum Scope {
  /** One for each class of tests, nested ones included. */
  CLASS,
  /** One for all classes of the run that want the same clock. */
  SUITE
}
