package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.Credentials;
import io.openons.client.config.ProducerConfig;
import io.openons.client.producer.MessageEncoder.Encoded;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Pending;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.client.session.ServerSettings;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A producer that runs. */
final class ProducerEngine implements ClientRole {
  private static final Logger log = LoggerFactory.getLogger(ProducerEngine.class);

  /** As the official clients: one, and two more when it fails. */
  private static final int ATTEMPTS = 3;

  /** A send ends itself by its deadline; who waits for it gives it this much more. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final ProducerConfig config;
  private final ClientCore core;
  private final MessageSender sender;
  private final MessageIds ids = MessageIds.ofProcess();
  private final InFlight inFlight;
  private final Callbacks callbacks;
  private final Pending pending = new Pending();

  private ProducerEngine(
      ProducerConfig config, Credentials credentials, Supplier<ClientRuntime> runtime) {
    this.config = config;
    this.core =
        new ClientCore(config.client(), credentials, runtime, this, ServerSettings.FOR_PRODUCERS);
    this.sender = new MessageSender(core);
    this.inFlight = new InFlight(config.maxInFlightMessages(), config.maxInFlightBytes());
    this.callbacks = new Callbacks(core.runtime().callbacks());
  }

  /** Connects. After a failure nothing is left. */
  static ProducerEngine open(
      ProducerConfig config, Credentials credentials, Supplier<ClientRuntime> runtime) {
    ProducerEngine engine = new ProducerEngine(config, credentials, runtime);
    try {
      engine.core.connect(config.client().startTimeout());
      return engine;
    } catch (RuntimeException failure) {
      engine.core.close();
      throw failure;
    }
  }

  void credentials(Credentials credentials) {
    core.credentials(credentials);
  }

  SendResult send(Message message) {
    Encoded encoded = beginAndEncode(message);
    try {
      SendCall call = call(encoded, ATTEMPTS);
      return Await.get(call.begin(), config.sendTimeout().plus(GRACE), this::late);
    } finally {
      pending.end();
    }
  }

  void sendOneway(Message message) {
    Encoded encoded = beginAndEncode(message);
    int size = message.getBody().length;
    if (!inFlight.enter(size)) {
      pending.end();
      throw throttled(encoded);
    }
    call(encoded, 1)
        .begin()
        .whenComplete(
            (result, failure) -> {
              if (failure != null) {
                log.debug("a one-way message was lost: {}", failure.getMessage());
              }
              inFlight.leave(size);
              pending.end();
            });
  }

  void sendAsync(Message message, SendCallback callback, Executor executor) {
    Encoded encoded = beginAndEncode(message);
    int size = message.getBody().length;
    if (!inFlight.enter(size)) {
      hand(encoded, callback, executor, null, throttled(encoded));
      return;
    }
    call(encoded, ATTEMPTS)
        .begin()
        .whenComplete(
            (result, failure) -> {
              inFlight.leave(size);
              hand(encoded, callback, executor, result, failure);
            });
  }

  private void hand(
      Encoded message,
      SendCallback callback,
      Executor executor,
      SendResult result,
      Throwable failure) {
    Runnable outcome =
        failure == null
            ? () -> callback.onSuccess(result)
            : () ->
                callback.onException(
                    new OnExceptionContext(
                        message.topic(), message.id(), Failures.unwrap(failure)));
    callbacks.run(executor, outcome, pending::end);
  }

  /**
   * Waits for what is under way, each send at most for its own time, and for the callbacks; from
   * inside a callback not for that one.
   */
  void close() {
    pending.close();
    if (!pending.awaitAtMost(Callbacks.isInside() ? 1 : 0, config.sendTimeout().plus(GRACE))) {
      log.warn("shut down although sends or callbacks are still under way");
    }
    core.close();
  }

  /** Every return of this is answered by one {@code pending.end()}. */
  private Encoded beginAndEncode(Message message) {
    if (!pending.begin()) {
      throw new ONSClientException("the producer was shut down", null, ErrorCode.CLIENT_CLOSED);
    }
    try {
      return encode(message);
    } catch (RuntimeException refused) {
      pending.end();
      throw refused;
    }
  }

  private Encoded encode(Message message) {
    if (message == null || message.getTopic() == null) {
      throw new ONSClientException(
          "the message or its topic is null", null, ErrorCode.INVALID_ARGUMENT);
    }
    String id = ids.next();
    Encoded encoded =
        MessageEncoder.encode(
            message,
            core.resource(message.getTopic()),
            id,
            System.currentTimeMillis(),
            core.serverSettings().maxBodyBytes());
    message.setMsgID(id);
    return encoded;
  }

  private SendCall call(Encoded message, int attempts) {
    return new SendCall(
        core, sender, message, config.sendTimeout(), config.client().requestTimeout(), attempts);
  }

  private ONSClientException late() {
    return new ONSClientException(
        "no outcome within " + config.sendTimeout(), null, ErrorCode.NO_ANSWER_IN_TIME);
  }

  private ONSClientException throttled(Encoded message) {
    return new ONSClientException(
        "message "
            + message.id()
            + " for topic "
            + message.topic()
            + " was not sent: "
            + inFlight
            + " are in flight; wait for some to end, or raise ons.maxInFlightMessages or"
            + " ons.maxInFlightMiB",
        null,
        ErrorCode.TOO_MANY_IN_FLIGHT);
  }

  @Override
  public ClientType type() {
    return ClientType.PRODUCER;
  }

  @Override
  public Optional<Resource> group() {
    return Optional.empty();
  }

  @Override
  public void describe(Settings.Builder settings) {
    Publishing.Builder publishing = Publishing.newBuilder();
    core.routes().topics().forEach(topic -> publishing.addTopics(core.resource(topic)));
    settings
        .setBackoffPolicy(RetryPolicy.newBuilder().setMaxAttempts(ATTEMPTS))
        .setPublishing(publishing);
  }
}
