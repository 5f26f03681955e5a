package io.openons.test;

/** Which time a broker goes by. */
public enum Clock {
  /** The system's. */
  SYSTEM,
  /** A clock that stands until the test turns it: {@link TestBroker#clock()}. */
  TURNED
}
