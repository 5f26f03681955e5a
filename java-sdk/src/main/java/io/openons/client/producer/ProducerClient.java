package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Admin;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.spi.ProducerInterceptor;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import io.openons.client.config.Credentials;
import io.openons.client.config.ProducerConfig;
import io.openons.client.interception.Interception;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Lifecycle;
import java.util.Properties;
import java.util.function.Supplier;

/** What all producers of the surface have in common. */
abstract class ProducerClient implements Admin {
  private final ProducerConfig config;
  private final Supplier<ClientRuntime> runtime;
  private final LocalTransactionChecker checker;
  private final Lifecycle<ProducerEngine> lifecycle = new Lifecycle<>("the producer");
  private volatile Credentials credentials;

  /**
   * A producer that is not started.
   *
   * @param checker null for producers without transactions
   */
  ProducerClient(
      ProducerConfig config, Supplier<ClientRuntime> runtime, LocalTransactionChecker checker) {
    this.config = config;
    this.runtime = runtime;
    this.checker = checker;
    this.credentials = config.client().credentials();
  }

  @Override
  public void start() {
    lifecycle.start(
        () ->
            ProducerEngine.open(
                config,
                credentials,
                runtime,
                checker,
                Interception.find(ProducerInterceptor.class, this, config.client(), null)));
  }

  @Override
  public void shutdown() {
    lifecycle.close(ProducerEngine::close);
  }

  @Override
  public boolean isStarted() {
    return lifecycle.isStarted();
  }

  @Override
  public boolean isClosed() {
    return lifecycle.isClosed();
  }

  @Override
  public void updateCredential(Properties credentialProperties) {
    credentials = Credentials.from(credentialProperties);
    ProducerEngine engine = lifecycle.runningOrNull();
    if (engine != null) {
      engine.credentials(credentials);
    }
  }

  /**
   * Sends without blocking, as {@link com.aliyun.openservices.ons.api.Producer#sendAsync} does, but
   * throws when too much is in flight; the callback is not called then.
   */
  public void offer(Message message, SendCallback callback) {
    requireNotNull(callback, "the callback");
    running().offer(message, callback);
  }

  /** The running machinery, or the error that tells why there is none. */
  final ProducerEngine running() {
    return lifecycle.running();
  }

  static void requireNotNull(Object value, String what) {
    if (value == null) {
      throw new ONSClientException(what + " is null", null, ErrorCode.INVALID_ARGUMENT);
    }
  }
}
