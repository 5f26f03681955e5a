package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.OnExceptionContext;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendOutcome;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.client.config.Credentials;
import io.openons.client.config.ProducerConfig;
import io.openons.client.interception.Interception;
import io.openons.client.logging.Logs;
import io.openons.client.producer.MessageEncoder.Encoded;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.Pending;
import io.openons.client.session.Client;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.client.session.ServerSettings;
import io.openons.client.telemetry.Telemetry;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.Settings;
import io.openons.proto.v2.TransactionSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** A producer that runs. */
final class ProducerEngine implements ClientRole, Client.Running {
  private static final Logger log = Logs.of(ProducerEngine.class);

  /** A send ends itself by its deadline; who waits for it gives it this much more. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  /** Of a batch: enough to keep the server busy; the last one still has its time. */
  private static final int MOST_TOGETHER = 1_024;

  private final ProducerConfig config;
  private final ClientCore core;
  private final MessageSender sender;
  private final LocalTransactionChecker checker;
  private final LocalTransactions transactions;
  private final Interception interception;
  private final MessageIds ids = MessageIds.ofProcess();
  private final InFlight inFlight;
  private final Callbacks callbacks;
  private final Pending pending = new Pending();

  private ProducerEngine(
      ProducerConfig config,
      Credentials credentials,
      Supplier<ClientRuntime> runtime,
      LocalTransactionChecker checker,
      Interception interception) {
    this.config = config;
    this.checker = checker;
    this.interception = interception;
    this.core =
        new ClientCore(config.client(), credentials, runtime, this, ServerSettings.FOR_PRODUCERS);
    this.sender = new MessageSender(core);
    this.inFlight = new InFlight(config.maxInFlightMessages(), config.maxInFlightBytes());
    this.callbacks = new Callbacks(core.runtime().callbacks());
    this.transactions = new LocalTransactions(core, config.client().requestTimeout());
  }

  /**
   * Connects. After a failure nothing is left.
   *
   * @param checker null for producers without transactions
   */
  static ProducerEngine open(
      ProducerConfig config,
      Credentials credentials,
      Supplier<ClientRuntime> runtime,
      LocalTransactionChecker checker,
      Interception interception) {
    ProducerEngine engine = new ProducerEngine(config, credentials, runtime, checker, interception);
    try {
      engine.core.connect(Deadline.in(config.client().startTimeout()));
      return engine;
    } catch (RuntimeException failure) {
      engine.core.close();
      throw failure;
    }
  }

  @Override
  public ClientCore core() {
    return core;
  }

  SendResult send(Message message) {
    Encoded encoded = beginAndEncode(message, this::encode);
    try {
      return intercepted(message, () -> await(encoded).result());
    } finally {
      pending.end();
    }
  }

  /** Sends a half message, runs the local transaction, and tells the server the outcome. */
  SendResult sendInTransaction(Message message, LocalTransactionExecuter executer, Object arg) {
    Encoded encoded = beginAndEncode(message, this::encodeHalf);
    try {
      return intercepted(message, () -> transact(encoded, message, executer, arg));
    } finally {
      pending.end();
    }
  }

  private SendResult transact(
      Encoded encoded, Message message, LocalTransactionExecuter executer, Object arg) {
    Sent sent = await(encoded);
    TransactionStatus status =
        LocalTransactions.ask(encoded.id(), () -> executer.execute(message, arg));
    try {
      Await.get(
          transactions.end(
              sent.to(),
              core.resource(encoded.topic()),
              sent.result().getMessageId(),
              sent.transactionId(),
              status,
              TransactionSource.SOURCE_CLIENT),
          config.client().requestTimeout().plus(GRACE),
          this::late);
    } catch (ONSClientException lost) {
      LocalTransactions.notTold(encoded.id(), lost);
    }
    if (status == TransactionStatus.RollbackTransaction) {
      throw new ONSClientException(
          "message "
              + encoded.id()
              + " for topic "
              + encoded.topic()
              + " was dropped: transaction rollback, as the executer said",
          null,
          ErrorCode.TRANSACTION_ROLLED_BACK);
    }
    return sent.result();
  }

  private Sent await(Encoded encoded) {
    return Await.get(
        begin(encoded, config.sendAttempts()), config.sendTimeout().plus(GRACE), this::late);
  }

  private SendResult intercepted(Message message, Supplier<SendResult> send) {
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

  private Interception.Round beginRound(Message message) {
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

  /** Takes a delayed message back, and returns its id. */
  String recall(String topic, String recallHandle) {
    RecallMessageRequest request =
        RecallMessageRequest.newBuilder()
            .setTopic(core.resource(topic))
            .setRecallHandle(recallHandle)
            .build();
    Duration limit = config.client().requestTimeout();
    return Await.get(
            core.rpc()
                .call(Rpc.RECALL_MESSAGE, config.client().accessPoint(), request, limit.toNanos()),
            limit.plus(GRACE),
            this::late)
        .getMessageId();
  }

  void sendOneway(Message message) {
    Encoded encoded = beginAndEncode(message, this::encode);
    CompletableFuture<Sent> sending;
    try {
      sending = begin(message, encoded, true, 1);
    } catch (ONSClientException refused) {
      pending.end();
      throw refused;
    }
    sending.whenComplete(
        (sent, failure) -> {
          if (failure != null) {
            log.debug("a one-way message was lost: {}", failure.getMessage());
          }
          pending.end();
        });
  }

  void sendAsync(Message message, SendCallback callback, Executor executor) {
    Encoded encoded = beginAndEncode(message, this::encode);
    CompletableFuture<Sent> sending;
    try {
      sending = begin(message, encoded, true, config.sendAttempts());
    } catch (ONSClientException refused) {
      if (!refused.isThrottled()) {
        pending.end();
        throw refused;
      }
      sending = CompletableFuture.failedFuture(refused);
    }
    whenEnded(sending, encoded.topic(), encoded.id(), callback, executor);
  }

  /** The same, but it throws when too much is in flight. */
  void offer(Message message, SendCallback callback) {
    Encoded encoded = beginAndEncode(message, this::encode);
    CompletableFuture<Sent> sending;
    try {
      sending = begin(message, encoded, true, config.sendAttempts());
    } catch (ONSClientException refused) {
      pending.end();
      throw refused;
    }
    whenEnded(sending, encoded.topic(), encoded.id(), callback, null);
  }

  private void whenEnded(
      CompletableFuture<Sent> sending,
      String topic,
      String id,
      SendCallback callback,
      Executor executor) {
    sending.whenComplete(
        (sent, failure) ->
            callbacks.run(
                executor,
                failure == null
                    ? () -> callback.onSuccess(sent.result())
                    : () ->
                        callback.onException(
                            new OnExceptionContext(topic, id, Failures.unwrap(failure))),
                pending::end));
  }

  List<SendOutcome> sendBatch(List<Message> given) {
    List<Message> messages = new ArrayList<>(given);
    requireOpen();
    List<SendOutcome> outcomes = new ArrayList<>(messages.size());
    try {
      for (int from = 0; from < messages.size(); from += MOST_TOGETHER) {
        List<Message> some =
            messages.subList(from, Math.min(from + MOST_TOGETHER, messages.size()));
        outcomes.addAll(
            Await.get(beginAll(some, false), config.sendTimeout().plus(GRACE), this::late));
      }
      return outcomes;
    } finally {
      pending.end();
    }
  }

  CompletableFuture<List<SendOutcome>> sendBatchAsync(List<Message> given, Executor executor) {
    List<Message> messages = new ArrayList<>(given);
    requireOpen();
    CompletableFuture<List<SendOutcome>> result = new CompletableFuture<>();
    beginAll(messages, true)
        .thenAccept(
            outcomes -> callbacks.run(executor, () -> result.complete(outcomes), pending::end));
    return result;
  }

  /** Begins to send; what is wrong with a message is its outcome. */
  private CompletableFuture<List<SendOutcome>> beginAll(List<Message> messages, boolean bounded) {
    List<CompletableFuture<SendOutcome>> outcomes = new ArrayList<>(messages.size());
    sender.together(() -> messages.forEach(message -> outcomes.add(outcome(message, bounded))));
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new))
        .thenApply(all -> outcomes.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<SendOutcome> outcome(Message message, boolean bounded) {
    try {
      return begin(message, encode(message), bounded, config.sendAttempts())
          .handle(
              (sent, failure) ->
                  failure == null
                      ? SendOutcome.sent(message, sent.result())
                      : SendOutcome.failed(message, Failures.unwrap(failure)));
    } catch (RuntimeException refused) {
      return CompletableFuture.completedFuture(
          SendOutcome.failed(message, Failures.unwrap(refused)));
    }
  }

  /**
   * Begins to send a message.
   *
   * @param bounded whether it needs a place in flight
   * @throws ONSClientException when there is no place, or an interceptor refuses
   */
  private CompletableFuture<Sent> begin(
      Message message, Encoded encoded, boolean bounded, int attempts) {
    int size = message.getBody().length;
    if (bounded && !inFlight.enter(size)) {
      throw throttled(encoded);
    }
    Runnable leave = bounded ? () -> inFlight.leave(size) : () -> {};
    Interception.Round round;
    try {
      round = beginRound(message);
    } catch (ONSClientException refused) {
      leave.run();
      throw refused;
    }
    return begin(encoded, attempts)
        .whenComplete(
            (sent, failure) -> {
              leave.run();
              told(round, sent, failure);
            });
  }

  private static void told(Interception.Round round, Sent sent, Throwable failure) {
    if (failure == null) {
      round.context().setSendResult(sent.result());
    } else {
      round.context().setException(Failures.unwrap(failure));
    }
    round.end();
  }

  /**
   * Waits for what is under way, each send at most for its own time, and for the callbacks; from
   * inside a callback not for that one.
   */
  @Override
  public void close() {
    pending.close();
    if (!pending.awaitAtMost(Callbacks.isInside() ? 1 : 0, config.sendTimeout().plus(GRACE))) {
      log.warn("shut down although sends or callbacks are still under way");
    }
    core.close();
  }

  /** Every return of this is answered by one {@code pending.end()}. */
  private Encoded beginAndEncode(Message message, Encoder encoder) {
    requireOpen();
    try {
      return encoder.encode(message);
    } catch (RuntimeException refused) {
      pending.end();
      throw refused;
    }
  }

  /** What returns from this is answered by one {@code pending.end()}. */
  private void requireOpen() {
    if (!pending.begin()) {
      throw new ONSClientException("the producer was shut down", null, ErrorCode.CLIENT_CLOSED);
    }
  }

  @FunctionalInterface
  private interface Encoder {
    Encoded encode(Message message);
  }

  private Encoded encode(Message message) {
    requireTopic(message);
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

  private Encoded encodeHalf(Message message) {
    requireTopic(message);
    String id = ids.next();
    Encoded encoded =
        MessageEncoder.encodeHalf(
            message,
            core.resource(message.getTopic()),
            id,
            System.currentTimeMillis(),
            core.serverSettings().maxBodyBytes(),
            config.checkImmunity());
    message.setMsgID(id);
    return encoded;
  }

  private static void requireTopic(Message message) {
    if (message == null || message.getTopic() == null) {
      throw new ONSClientException(
          "the message or its topic is null", null, ErrorCode.INVALID_ARGUMENT);
    }
  }

  /** The outcome comes on a thread that must not be blocked. */
  private CompletableFuture<Sent> begin(Encoded message, int attempts) {
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
  public void recover(Endpoints from, RecoverOrphanedTransactionCommand question) {
    if (checker == null) {
      log.debug("asked about a transaction, which this producer knows nothing of");
    } else if (pending.begin()) {
      callbacks.run(null, () -> transactions.check(checker, from, question), pending::end);
    }
  }

  @Override
  public void describe(Settings.Builder settings) {
    Publishing.Builder publishing = Publishing.newBuilder();
    core.routes().topics().forEach(topic -> publishing.addTopics(core.resource(topic)));
    settings
        .setBackoffPolicy(RetryPolicy.newBuilder().setMaxAttempts(config.sendAttempts()))
        .setPublishing(publishing);
  }
}
