package io.openons.client.producer;

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
import io.openons.client.session.Client;
import java.util.function.Supplier;

/** A producer of the surface. */
abstract class ProducerClient extends Client<ProducerEngine> {
  private final ProducerConfig config;
  private final Supplier<ClientRuntime> runtime;
  private final LocalTransactionChecker checker;

  /**
   * A producer that is not started.
   *
   * @param checker null for producers without transactions
   */
  ProducerClient(
      ProducerConfig config, Supplier<ClientRuntime> runtime, LocalTransactionChecker checker) {
    super(config.client());
    this.config = config;
    this.runtime = runtime;
    this.checker = checker;
  }

  @Override
  protected final ProducerEngine open(Credentials credentials) {
    return ProducerEngine.open(
        config,
        credentials,
        runtime,
        checker,
        Interception.find(ProducerInterceptor.class, this, config.client(), null));
  }

  /**
   * Sends without blocking, as {@link com.aliyun.openservices.ons.api.Producer#sendAsync} does, but
   * throws when too much is in flight; the callback is not called then.
   */
  public void offer(Message message, SendCallback callback) {
    requireNotNull(callback, "the callback");
    running().offer(message, callback);
  }

  static void requireNotNull(Object value, String what) {
    if (value == null) {
      throw new ONSClientException(what + " is null", null, ErrorCode.INVALID_ARGUMENT);
    }
  }
}
