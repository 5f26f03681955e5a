package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.client.consumer.CorruptMessageException;
import io.openons.client.consumer.MessageDecoder;
import io.openons.client.logging.Logs;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.EndTransactionResponse;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.TransactionResolution;
import io.openons.proto.v2.TransactionSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Learns what became of local transactions, and tells the server. */
final class LocalTransactions {
  private static final Logger log = Logs.of(LocalTransactions.class);

  private final ClientCore core;
  private final Duration requestTimeout;

  LocalTransactions(ClientCore core, Duration requestTimeout) {
    this.core = core;
    this.requestTimeout = requestTimeout;
  }

  /** What the application says; null, and whatever it throws, is not known yet. */
  static TransactionStatus ask(String messageId, Supplier<TransactionStatus> application) {
    try {
      TransactionStatus status = application.get();
      return status == null ? TransactionStatus.Unknow : status;
    } catch (RuntimeException | Error thrown) {
      log.warn(
          "the local transaction of message {} threw; the server will ask about it",
          messageId,
          thrown);
      return TransactionStatus.Unknow;
    }
  }

  /** Answers the server's question; on a callback thread. */
  void check(
      LocalTransactionChecker checker, Endpoints from, RecoverOrphanedTransactionCommand question) {
    io.openons.proto.v2.Message wire = question.getMessage();
    String id = wire.getSystemProperties().getMessageId();
    Message half;
    try {
      half = MessageDecoder.decode(wire, "");
    } catch (CorruptMessageException damaged) {
      log.error("the half message {} arrived damaged, its checker is not asked", id, damaged);
      return;
    }
    Consumer<TransactionStatus> answer =
        status ->
            end(
                    from,
                    wire.getTopic(),
                    id,
                    question.getTransactionId(),
                    status,
                    TransactionSource.SOURCE_SERVER_CHECK)
                .exceptionally(failure -> notTold(id, Failures.unwrap(failure)));
    if (checker instanceof LaterChecker later) {
      later.check(half, answer);
    } else {
      answer.accept(ask(id, () -> checker.check(half)));
    }
  }

  /** Tells the server a status; says nothing when it is not known. */
  CompletableFuture<EndTransactionResponse> end(
      Endpoints to,
      Resource topic,
      String messageId,
      String transactionId,
      TransactionStatus status,
      TransactionSource source) {
    if (status == TransactionStatus.Unknow) {
      return CompletableFuture.completedFuture(EndTransactionResponse.getDefaultInstance());
    }
    return core.rpc()
        .call(
            Rpc.END_TRANSACTION,
            to,
            EndTransactionRequest.newBuilder()
                .setTopic(topic)
                .setMessageId(messageId)
                .setTransactionId(transactionId)
                .setResolution(
                    status == TransactionStatus.CommitTransaction
                        ? TransactionResolution.COMMIT
                        : TransactionResolution.ROLLBACK)
                .setSource(source)
                .build(),
            requestTimeout.toNanos());
  }

  /** The server will ask again, so a lost outcome is not an error of the application. */
  static EndTransactionResponse notTold(String messageId, ONSClientException why) {
    log.warn(
        "the outcome of the transaction of message {} could not be told, the server will ask: {}",
        messageId,
        why.getMessage());
    return EndTransactionResponse.getDefaultInstance();
  }
}
