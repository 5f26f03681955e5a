package io.openons.broker.core.api;

import java.time.Duration;

/**
 * The limits that hold for every client; unless another source is named, they are Apache RocketMQ
 * 5.5's.
 */
public final class Limits {
  /** Largest body of a message, in bytes as sent: 4 MiB. */
  public static final int MAX_BODY_BYTES = 4 << 20;

  /** Most user properties of a message: 128. */
  public static final int MAX_PROPERTIES = 128;

  /** Largest sum of user properties, tag and keys of a message, in bytes of UTF-8: 16 KiB. */
  public static final int MAX_PROPERTY_BYTES = 16 << 10;

  /** Most messages that one receive gets: 32. */
  public static final int MAX_RECEIVE_MESSAGES = 32;

  /**
   * Body bytes after which a receive gets no further message; ours, so that slow readers cost
   * bounded memory: 16 MiB.
   */
  public static final int RECEIVE_BYTES = 16 << 20;

  /** Longest client id, in characters; they are stored with leases. Ours: 1024. */
  public static final int MAX_CLIENT_ID = 1024;

  /** Longest attempt id of a receive, in characters. Clients send UUIDs. Ours: 64. */
  public static final int MAX_ATTEMPT_ID = 64;

  /** Longest lease: 12 h. */
  public static final Duration MAX_LEASE = Duration.ofHours(12);

  /**
   * Lease of a receive that leaves renewing to the broker; renewed while the client lives. Ours, 30
   * s: after a crash, what was under way comes again by then, and with what clients take to come
   * back all of it is delivered within a minute.
   */
  public static final Duration AUTO_RENEW_LEASE = Duration.ofSeconds(30);

  /** Time after which a lease is renewed no more, because its holder must be stuck: 3 h. */
  public static final Duration MAX_AUTO_RENEW = Duration.ofHours(3);

  /**
   * How far ahead a delivery time may be: 40 days, the commercial service's limit (Apache
   * RocketMQ's is 24 h).
   */
  public static final Duration MAX_DELAY = Duration.ofDays(40);

  /** Longest time for which a transaction is not asked for: 1 h. */
  public static final Duration MAX_CHECK_IMMUNITY = Duration.ofHours(1);

  /** Longest wait of a receive for messages: 20 s. */
  public static final Duration MAX_POLLING = Duration.ofSeconds(20);

  /**
   * Silence after which a client without a stream counts as gone: three missed heartbeats, 30 s.
   */
  public static final Duration CLIENT_EXPIRY = Duration.ofSeconds(30);

  /**
   * Time that a client whose last stream ended has to come back, which clients try after 1 s; ours:
   * 5 s.
   */
  public static final Duration RECONNECT_TIME = Duration.ofSeconds(5);

  /**
   * How often progress is stored and silent clients are looked for; a crash repeats at most this
   * much consumption. Ours: 1 s.
   */
  public static final Duration HOUSEKEEPING_INTERVAL = Duration.ofSeconds(1);

  private Limits() {}
}
