package io.openons.broker.server.grpc.v2.translate;

import io.openons.broker.core.group.GroupSettings;
import io.openons.broker.server.grpc.translate.Times;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What the clients of a group may choose about it: in the settings that they send, a number of
 * attempts, a list of back-offs, and that they consume in order. What they leave out stays as it
 * is. Apache RocketMQ ignores such wishes.
 */
public final class RequestedSettings {
  private RequestedSettings() {}

  /** Returns the settings of a group with the wishes of a client. */
  public static GroupSettings of(Settings sent, GroupSettings current) {
    RetryPolicy policy = sent.getBackoffPolicy();
    int maxAttempts = policy.getMaxAttempts() > 0 ? policy.getMaxAttempts() : current.maxAttempts();
    List<Duration> backoff =
        policy.getCustomizedBackoff().getNextList().stream().map(Times::duration).toList();
    boolean ordered = current.ordered() || sent.getSubscription().getFifo();
    return new GroupSettings(ordered, maxAttempts, backoff.isEmpty() ? current.backoff() : backoff);
  }
}
