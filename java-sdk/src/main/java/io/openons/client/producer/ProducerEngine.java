package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendCallback;
import com.aliyun.openservices.ons.api.SendOutcome;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import io.openons.client.config.Credentials;
import io.openons.client.config.ProducerConfig;
import io.openons.client.interception.Interception;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.MessageEncoder.Encoded;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Rpc;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.runtime.Deadline;
import io.openons.client.runtime.InProgress;
import io.openons.client.session.Client;
import io.openons.client.session.ClientCore;
import io.openons.client.session.ClientRole;
import io.openons.client.session.ServerSettings;
import io.openons.proto.v2.ClientType;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.Publishing;
import io.openons.proto.v2.RecallMessageRequest;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.RetryPolicy;
import io.openons.proto.v2.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Machinery of a started producer: sends on the calling thread, hands everything else to {@link
 * AsyncSends} and {@link LocalTransactions}, and waits at its end for what is under way.
 */
final class ProducerEngine implements ClientRole, Client.Running {
  private static final Log log = Logs.of(ProducerEngine.class);

  /** Of a batch: enough to keep the server busy; the last one still has its time. */
  private static final int MOST_TOGETHER = 1_024;

  private final ProducerConfig config;
  private final ClientCore core;
  private final InProgress inProgress = new InProgress();
  private final Sends sends;
  private final Callbacks callbacks;
  private final AsyncSends asyncSends;
  private final LocalTransactions transactions;

  private ProducerEngine(
      ProducerConfig config,
      Credentials credentials,
      Supplier<ClientRuntime> runtime,
      LocalTransactionChecker checker,
      Interception interception) {
    this.config = config;
    this.core =
        new ClientCore(config.client(), credentials, runtime, this, ServerSettings.FOR_PRODUCERS);
    this.sends = new Sends(config, core, interception, inProgress);
    this.callbacks = new Callbacks(core.runtime().callbacks(), config.maxInFlightMessages());
    this.asyncSends =
        new AsyncSends(
            sends,
            new InFlight(config.maxInFlightMessages(), config.maxInFlightBytes()),
            callbacks,
            inProgress);
    this.transactions =
        new LocalTransactions(config.client(), core, callbacks, inProgress, checker);
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
    } catch (RuntimeException | Error failure) {
      engine.end();
      throw failure;
    }
  }

  @Override
  public ClientCore core() {
    return core;
  }

  SendResult send(Message message) {
    return whileOpen(
        () -> {
          Encoded encoded = sends.encode(message);
          return sends.intercepted(message, () -> sends.await(encoded).result());
        });
  }

  /** Sends a half message, runs the local transaction, and reports the outcome to the server. */
  SendResult sendInTransaction(Message message, LocalTransactionExecuter executer, Object arg) {
    return whileOpen(
        () -> {
          Encoded encoded = sends.encodeHalf(message);
          return sends.intercepted(
              message,
              () ->
                  transactions.decide(
                      sends.await(encoded), encoded, () -> executer.execute(message, arg)));
        });
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
            limit.plus(Sends.GRACE),
            () ->
                new ONSClientException(
                    "recall of a message of topic " + topic + ": no answer within " + limit,
                    null,
                    ErrorCode.NO_ANSWER_IN_TIME))
        .getMessageId();
  }

  void sendOneway(Message message) {
    asyncSends.sendOneway(message);
  }

  void sendAsync(Message message, SendCallback callback, Executor executor) {
    asyncSends.send(message, callback, executor);
  }

  /** The same, but it throws when too much is in flight. */
  void offer(Message message, SendCallback callback) {
    asyncSends.offer(message, callback);
  }

  List<SendOutcome> sendBatch(List<Message> given) {
    List<Message> messages = new ArrayList<>(given);
    return whileOpen(
        () -> {
          List<SendOutcome> outcomes = new ArrayList<>(messages.size());
          for (int from = 0; from < messages.size(); from += MOST_TOGETHER) {
            int to = Math.min(from + MOST_TOGETHER, messages.size());
            AsyncSends.Batch batch = asyncSends.together(messages.subList(from, to), false);
            sends.await(batch.ended());
            outcomes.addAll(batch.outcomes());
          }
          return outcomes;
        });
  }

  CompletableFuture<List<SendOutcome>> sendBatchAsync(List<Message> given, Executor executor) {
    return asyncSends.sendBatch(new ArrayList<>(given), executor);
  }

  private <T> T whileOpen(Supplier<T> work) {
    sends.requireOpen();
    try {
      return work.get();
    } finally {
      inProgress.end();
    }
  }

  /**
   * Waits for what is under way, each send at most for its own time, and for the callbacks; from
   * inside a callback not for that one.
   */
  @Override
  public void close() {
    inProgress.close();
    Duration limit = config.sendTimeout().plus(Sends.GRACE);
    if (!inProgress.awaitAtMost(callbacks.isInside() ? 1 : 0, limit)) {
      log.warn("shut down although sends or callbacks are still under way after {}", limit);
    }
    end();
  }

  private void end() {
    transactions.close();
    core.close();
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
    transactions.check(from, question);
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
