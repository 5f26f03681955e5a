package io.openons.client.consumer;

import io.openons.client.config.ClientConfig;
import io.openons.client.config.Credentials;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.session.Client;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.Subscription;
import java.util.Optional;
import java.util.function.Supplier;

/** What the machinery of every started consumer is made of, and what it tells servers of itself. */
public abstract class ConsumerEngine implements ClientRole, Client.Running {
  private final ClientType type;
  private final Resource group;
  private final ConsumerCore consumer;

  /** Machinery that has not connected yet. */
  protected ConsumerEngine(
      ClientType type,
      ClientConfig config,
      Credentials credentials,
      Supplier<ClientRuntime> runtime) {
    this.type = type;
    this.group = ConsumerCore.group(config);
    this.consumer = ConsumerCore.of(config, credentials, runtime, this);
  }

  /** Returns the parts that this consumer shares with what it is made of. */
  protected final ConsumerCore consumer() {
    return consumer;
  }

  @Override
  public final ClientCore core() {
    return consumer.client();
  }

  @Override
  public final ClientType type() {
    return type;
  }

  @Override
  public final Optional<Resource> group() {
    return Optional.of(group);
  }

  @Override
  public void describe(Settings.Builder settings) {
    settings.setSubscription(Subscription.newBuilder().setGroup(group));
  }
}
