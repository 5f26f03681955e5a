package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.Credentials;
import io.openons.client.config.ProducerConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Lifecycle;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** The producer of the surface. */
public final class OnsProducer implements Producer {
  private final ProducerConfig config;
  private final Supplier<ClientRuntime> runtime;
  private final Lifecycle<ProducerEngine> lifecycle = new Lifecycle<>("the producer");
  private volatile Credentials credentials;
  private volatile ExecutorService callbackExecutor;

  /** A producer that is not started. */
  public OnsProducer(ProducerConfig config, Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.runtime = runtime;
    this.credentials = config.client().credentials();
  }

  @Override
  public void start() {
    lifecycle.start(() -> ProducerEngine.open(config, credentials, runtime));
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

  @Override
  public SendResult send(Message message) {
    return lifecycle.running().send(message);
  }

  @Override
  public void sendOneway(Message message) {
    lifecycle.running().sendOneway(message);
  }

  @Override
  public void sendAsync(Message message, SendCallback sendCallback) {
    requireNotNull(sendCallback, "the callback");
    lifecycle.running().sendAsync(message, sendCallback, callbackExecutor);
  }

  @Override
  public void setCallbackExecutor(ExecutorService callbackExecutor) {
    requireNotNull(callbackExecutor, "the callback executor");
    this.callbackExecutor = callbackExecutor;
  }

  private static void requireNotNull(Object value, String what) {
    if (value == null) {
      throw new ONSClientException(what + " is null", null, ErrorCode.INVALID_ARGUMENT);
    }
  }
}
