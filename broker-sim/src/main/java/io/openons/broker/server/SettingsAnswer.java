package io.openons.broker.server;

import com.google.protobuf.Duration;
import io.openons.broker.core.Limits;
import io.openons.proto.v2.CustomizedBackoff;
import io.openons.proto.v2.ExponentialBackoff;
import io.openons.proto.v2.Metric;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.Settings;
import java.util.stream.LongStream;

/**
 * What a client is told in answer to its settings: what it sent, unchanged, and the broker's part.
 * A missing or zero field makes one official client or the other fail, so all are set.
 */
final class SettingsAnswer {
  /** Attempts of a send, the first one included; every official client's own default. */
  private static final int SEND_ATTEMPTS = 3;

  private static final RetryPolicy SEND_RETRY =
      RetryPolicy.newBuilder()
          .setMaxAttempts(SEND_ATTEMPTS)
          .setExponentialBackoff(
              ExponentialBackoff.newBuilder()
                  .setInitial(Duration.newBuilder().setNanos(10_000_000))
                  .setMax(seconds(1))
                  .setMultiplier(2))
          .build();

  /** Deliveries of a message, the first one included: Apache RocketMQ's 16 retries. */
  private static final int DELIVERY_ATTEMPTS = 17;

  /** Seconds before each next delivery: Apache RocketMQ's list from 1 s to 2 h. */
  private static final CustomizedBackoff REDELIVERY_BACKOFF =
      CustomizedBackoff.newBuilder()
          .addAllNext(
              LongStream.of(
                      1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800,
                      3600, 7200)
                  .mapToObj(SettingsAnswer::seconds)
                  .toList())
          .build();

  private static final Duration POLLING = seconds(Limits.MAX_POLLING.toSeconds());

  private SettingsAnswer() {}

  private static Duration seconds(long seconds) {
    return Duration.newBuilder().setSeconds(seconds).build();
  }

  static Settings to(Settings sent) {
    Settings.Builder answer = sent.toBuilder().setMetric(Metric.newBuilder().setOn(false));
    if (sent.hasPublishing()) {
      answer.setBackoffPolicy(SEND_RETRY);
      answer
          .getPublishingBuilder()
          .setMaxBodySize(Limits.MAX_BODY_BYTES)
          .setValidateMessageType(true);
    } else {
      answer.setBackoffPolicy(
          RetryPolicy.newBuilder()
              .setMaxAttempts(DELIVERY_ATTEMPTS)
              .setCustomizedBackoff(REDELIVERY_BACKOFF));
      answer
          .getSubscriptionBuilder()
          .setFifo(false)
          .setReceiveBatchSize(Limits.MAX_RECEIVE_MESSAGES)
          .setLongPollingTimeout(POLLING);
    }
    return answer.build();
  }
}
