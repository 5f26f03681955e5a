package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import io.openons.client.config.ProducerConfig;
import io.openons.client.interception.Interception;
import io.openons.client.message.MessageEncoder;
import io.openons.client.message.MessageEncoder.Encoded;
import io.openons.client.message.MessageIds;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.runtime.InProgress;
import io.openons.client.session.ClientCore;
import io.openons.client.telemetry.Telemetry;
import io.openons.proto.v2.Resource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The steps that every kind of send consists of. */
final class Sends {
  /** A send ends itself by its deadline; its caller waits this much longer. */
  static final Duration GRACE = Duration.ofSeconds(1);

  private final ProducerConfig config;
  private final ClientCore core;
  private final MessageIds ids = MessageIds.ofProcess();
  private final MessageSender sender;
  private final Interception interception;
  private final InProgress inProgress;

  Sends(ProducerConfig config, ClientCore core, Interception interception, InProgress inProgress) {
    this.config = config;
    this.core = core;
    this.sender = new MessageSender(core);
    this.interception = interception;
    this.inProgress = inProgress;
  }

  /** How often a message is sent at most. */
  int attempts() {
    return config.sendAttempts();
  }

  /** Begins a piece of work, whose end is one {@code inProgress.end()}. */
  void requireOpen() {
    if (!inProgress.begin()) {
      throw new ONSClientException("the producer was shut down", null, ErrorCode.CLIENT_CLOSED);
    }
  }

  /** Whether there are interceptors. */
  boolean areIntercepted() {
    return !interception.isEmpty();
  }

  /**
   * Turns a message into the wire's, under a new id, which it gets too.
   *
   * @throws ONSClientException for an unusable one
   */
  Encoded encode(Message message) {
    return encode(message, false);
  }

  /** The same for the half message of a transaction. */
  Encoded encodeHalf(Message message) {
    return encode(message, true);
  }

  private Encoded encode(Message message, boolean half) {
    if (message == null || message.getTopic() == null) {
      throw new ONSClientException(
          "the message or its topic is null", null, ErrorCode.INVALID_ARGUMENT);
    }
    String id = ids.next();
    Resource topic = core.resource(message.getTopic());
    long now = System.currentTimeMillis();
    int maxBody = core.serverSettings().maxBodyBytes();
    Encoded encoded =
        half
            ? MessageEncoder.encodeHalf(message, topic, id, now, maxBody, config.checkImmunity())
            : MessageEncoder.encode(message, topic, id, now, maxBody);
    message.setMsgID(id);
    return encoded;
  }

  /**
   * Begins the round of the interceptors around a send.
   *
   * @throws ONSClientException when one refuses or throws
   */
  Interception.Round beginRound(Message message) {
    Interception.Round round = interception.begin(List.of(message));
    if (!round.mayGoOn()) {
      round.end();
      throw new ONSClientException(
          "message for topic "
              + message.getTopic()
              + " was not sent: a ProducerInterceptor aborts sending",
          null,
          ErrorCode.ABORTED_BY_INTERCEPTOR);
    }
    return round;
  }

  /** Sends with interceptors around, on the calling thread. */
  SendResult intercepted(Message message, Supplier<SendResult> send) {
    Interception.Round round = beginRound(message);
    try {
      SendResult result = send.get();
      round.context().setSendResult(result);
      return result;
    } catch (ONSClientException failure) {
      round.context().setException(failure);
      throw failure;
    } finally {
      round.end();
    }
  }

  /** Begins the attempts; the outcome comes on a thread that must not be blocked. */
  CompletableFuture<Sent> begin(Encoded message, int attempts) {
    Telemetry telemetry = core.telemetry();
    if (!telemetry.isOn()) {
      return call(message, attempts).begin();
    }
    Telemetry.Sending sending = telemetry.sending(message.message(), message.system());
    return call(message, attempts)
        .begin()
        .whenComplete(
            (sent, thrown) -> {
              if (thrown == null) {
                sending.sent(sent.to());
              } else {
                sending.failed(Failures.unwrap(thrown));
              }
            });
  }

  private SendCall call(Encoded message, int attempts) {
    return new SendCall(
        core, sender, message, config.sendTimeout(), config.client().requestTimeout(), attempts);
  }

  /** Sends, and waits for the outcome. */
  Sent await(Encoded message) {
    return await(begin(message, attempts()));
  }

  /** Waits for the outcome of a send. */
  <T> T await(CompletableFuture<T> sending) {
    return Await.get(sending, config.sendTimeout().plus(GRACE), this::late);
  }

  /** Lets what the calling thread sends meanwhile go together. */
  void together(Runnable sends) {
    sender.together(sends);
  }

  private ONSClientException late() {
    return new ONSClientException(
        "no outcome within " + config.sendTimeout(), null, ErrorCode.NO_ANSWER_IN_TIME);
  }
}
