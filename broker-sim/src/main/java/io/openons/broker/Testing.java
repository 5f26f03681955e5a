package io.openons.broker;

/** Whether tests control a broker over HTTP, and which time it goes by then. */
public enum Testing {
  /** Nobody can. */
  OFF,
  /** Tests order faults and restarts; the time is the system's. */
  SYSTEM,
  /** The same, and the time stands until a test turns it: {@link TurnableClock}. */
  TURNED
}
