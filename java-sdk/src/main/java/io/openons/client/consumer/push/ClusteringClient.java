package io.openons.client.consumer.push;

import io.openons.client.config.ConsumerConfig;
import io.openons.client.config.Credentials;
import io.openons.client.consumer.listen.ConsumerClient;
import io.openons.client.consumer.listen.RunningConsumer;
import io.openons.client.consumer.listen.Subscription;
import io.openons.client.runtime.ClientRuntime;
import java.util.Map;
import java.util.function.Supplier;

/** A consumer whose group shares its messages. */
abstract class ClusteringClient extends ConsumerClient {
  private final ConsumerConfig config;
  private final ConsumerKind kind;
  private final Supplier<ClientRuntime> runtime;

  /** A consumer that is not started. */
  ClusteringClient(ConsumerConfig config, ConsumerKind kind, Supplier<ClientRuntime> runtime) {
    super(config.client());
    this.config = config;
    this.kind = kind;
    this.runtime = runtime;
  }

  @Override
  protected final RunningConsumer open(
      Credentials credentials, Map<String, Subscription> subscriptions, Map<String, Double> rates) {
    return PushEngine.open(config, kind, credentials, subscriptions, rates, runtime);
  }
}
