package io.openons.client.session;

import io.openons.client.runtime.Backoff;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the server tells a client about itself. What the server leaves out stays as it was.
 *
 * @param maxBodyBytes the largest body that is taken
 * @param maxAttempts how often a message is sent, or delivered, at most
 * @param backoff the pause after a failed attempt to send or to handle a message
 * @param receiveBatch how many messages one receive may bring
 * @param longPolling how long a receive may wait at the server
 */
public record ServerSettings(
    int maxBodyBytes, int maxAttempts, Backoff backoff, int receiveBatch, Duration longPolling) {
  /** What servers accept: shorter is refused, longer is cut. */
  private static final Duration SHORTEST_POLL = Duration.ofSeconds(5);

  private static final Duration LONGEST_POLL = Duration.ofSeconds(20);

  /** A producer before its server has spoken: the values that servers use. */
  public static final ServerSettings FOR_PRODUCERS =
      new ServerSettings(
          4 << 20,
          3,
          Backoff.exponential(Duration.ofMillis(10), Duration.ofSeconds(1), 2),
          32,
          LONGEST_POLL);

  /** A consumer before its server has spoken: the values that servers use. */
  public static final ServerSettings FOR_CONSUMERS =
      new ServerSettings(
          4 << 20,
          17,
          Backoff.listed(
              Stream.of(
                      1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800,
                      3600, 7200)
                  .map(Duration::ofSeconds)
                  .toList()),
          32,
          LONGEST_POLL);

  /** These settings with what a message of the server changes. */
  public ServerSettings with(Settings sent) {
    int maxBody = sent.getPublishing().getMaxBodySize();
    int attempts = sent.getBackoffPolicy().getMaxAttempts();
    int batch = sent.getSubscription().getReceiveBatchSize();
    return new ServerSettings(
        maxBody > 0 ? maxBody : maxBodyBytes,
        attempts > 0 ? attempts : maxAttempts,
        sent.hasBackoffPolicy() ? Backoff.of(sent.getBackoffPolicy(), backoff) : backoff,
        batch > 0 ? batch : receiveBatch,
        sent.getSubscription().hasLongPollingTimeout()
            ? bounded(sent.getSubscription().getLongPollingTimeout())
            : longPolling);
  }

  private static Duration bounded(com.google.protobuf.Duration sent) {
    Duration wish = Duration.ofSeconds(sent.getSeconds(), sent.getNanos());
    List<Duration> sorted = Stream.of(SHORTEST_POLL, wish, LONGEST_POLL).sorted().toList();
    return sorted.get(1);
  }
}
