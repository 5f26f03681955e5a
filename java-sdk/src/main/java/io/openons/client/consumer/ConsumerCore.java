package io.openons.client.consumer;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ClientConfig;
import io.openons.client.config.Credentials;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.client.session.ServerSettings;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Resource;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The parts that every running consumer is made of.
 *
 * @param client calls, routes, sessions and time
 * @param group as the wire has it
 * @param config of the client
 */
public record ConsumerCore(ClientCore client, Resource group, ClientConfig config) {
  /** Makes the parts; they have not connected yet. */
  public static ConsumerCore of(
      ClientConfig config,
      Credentials credentials,
      Supplier<ClientRuntime> runtime,
      ClientRole role) {
    return new ConsumerCore(
        new ClientCore(config, credentials, runtime, role, ServerSettings.FOR_CONSUMERS),
        group(config),
        config);
  }

  /** Returns a consumer's group as the wire has it. */
  public static Resource group(ClientConfig config) {
    return Resource.newBuilder()
        .setResourceNamespace(config.instanceId())
        .setName(config.group())
        .build();
  }

  /** Returns the bound of one request. */
  public Duration requestTimeout() {
    return config.requestTimeout();
  }

  /** Returns the address that the client was given. */
  public Endpoints accessPoint() {
    return config.accessPoint();
  }

  /**
   * Returns the error of a topic that could not be received in time.
   *
   * @param what the server did not say, as in "where it is"
   */
  public static ONSClientException late(String topic, String what) {
    return new ONSClientException(
        "topic "
            + topic
            + ": the server did not say in time "
            + what
            + "; check the server, or raise ons.startTimeoutMillis",
        null,
        ErrorCode.NO_ANSWER_IN_TIME);
  }
}
