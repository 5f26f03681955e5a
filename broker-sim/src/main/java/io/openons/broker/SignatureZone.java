package io.openons.broker;

/** The time zones in which the dates of signatures may be. */
public enum SignatureZone {
  /** Any that exists, since several official clients sign their local time. */
  ANY,
  /** UTC only, for clients that all sign it. */
  UTC
}
