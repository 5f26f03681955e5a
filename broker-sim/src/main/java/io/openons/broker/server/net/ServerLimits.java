package io.openons.broker.server.net;

import java.time.Duration;

/**
 * How much clients may have under way, so that no client can use up the memory or the threads of a
 * broker. docs/limits.md has them all, with those of the core.
 *
 * @param connections open connections
 * @param callsPerConnection calls under way on a connection; told to clients, which queue further
 *     ones
 * @param calls calls under way on all connections
 * @param waitingPerConnection receives and reads that wait for messages on a connection
 * @param waiting receives and reads that wait on all connections; one takes about 6 KiB
 * @param unsentBytesPerConnection bytes of answers that a connection has not taken yet
 * @param unsentBytes bytes of answers that all connections have not taken yet
 * @param unfinishedBytesPerConnection bytes of requests on a connection whose end has not come
 * @param unfinishedBytes bytes of requests on all connections whose end has not come
 * @param silence how long a connection may take to say which protocol it speaks
 * @param stall how long a connection may take no byte of an answer that waits for it
 * @param idleFrames HTTP/2 frames of a connection within {@link #FRAME_WINDOW} that ask for
 *     nothing: resets of streams, acknowledgements of pings, settings, empty data
 */
public record ServerLimits(
    int connections,
    int callsPerConnection,
    int calls,
    int waitingPerConnection,
    int waiting,
    long unsentBytesPerConnection,
    long unsentBytes,
    long unfinishedBytesPerConnection,
    long unfinishedBytes,
    Duration silence,
    Duration stall,
    int idleFrames) {
  /** The time over which frames are counted. */
  public static final Duration FRAME_WINDOW = Duration.ofSeconds(10);

  /** Limits for a heap of 512 MiB, which serve some thousand clients. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          10_000,
          4096,
          100_000,
          2000,
          20_000,
          32L << 20,
          128L << 20,
          128L << 20,
          256L << 20,
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          10_000);
}
