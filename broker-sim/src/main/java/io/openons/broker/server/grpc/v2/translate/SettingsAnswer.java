package io.openons.broker.server.grpc.v2.translate;

import io.openons.broker.core.api.Limits;
import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.proto.v2.CustomizedBackoff;
import io.openons.proto.v2.ExponentialBackoff;
import io.openons.proto.v2.Metric;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.Settings;
import java.time.Duration;

/**
 * What a client is told in answer to its settings: what it sent, unchanged, and the broker's part.
 * A missing or zero field makes one official client or the other fail, so all are set.
 */
public final class SettingsAnswer {
  /** Attempts of a send, the first one included; every official client's own default. */
  private static final int SEND_ATTEMPTS = 3;

  private static final RetryPolicy SEND_RETRY =
      RetryPolicy.newBuilder()
          .setMaxAttempts(SEND_ATTEMPTS)
          .setExponentialBackoff(
              ExponentialBackoff.newBuilder()
                  .setInitial(Times.duration(Duration.ofMillis(10)))
                  .setMax(Times.duration(Duration.ofSeconds(1)))
                  .setMultiplier(2))
          .build();

  private SettingsAnswer() {}

  /** Returns the answer to a producer. */
  public static Settings toProducer(Settings sent) {
    Settings.Builder answer = common(sent).setBackoffPolicy(SEND_RETRY);
    answer
        .getPublishingBuilder()
        .setMaxBodySize(Limits.MAX_BODY_BYTES)
        .setValidateMessageType(true);
    return answer.build();
  }

  /** Returns the answer to a consumer of a group. */
  public static Settings toConsumer(Settings sent, GroupSettings group) {
    CustomizedBackoff.Builder backoff = CustomizedBackoff.newBuilder();
    group.backoff().forEach(wait -> backoff.addNext(Times.duration(wait)));
    Settings.Builder answer =
        common(sent)
            .setBackoffPolicy(
                RetryPolicy.newBuilder()
                    .setMaxAttempts(group.maxAttempts())
                    .setCustomizedBackoff(backoff));
    answer
        .getSubscriptionBuilder()
        .setFifo(group.ordered())
        .setReceiveBatchSize(Limits.MAX_RECEIVE_MESSAGES)
        .setLongPollingTimeout(Times.duration(Limits.MAX_POLLING));
    return answer.build();
  }

  private static Settings.Builder common(Settings sent) {
    return sent.toBuilder().setMetric(Metric.newBuilder().setOn(false));
  }
}
