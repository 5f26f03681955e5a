package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.client.config.ClientConfig;
import io.openons.client.logging.Log;
import io.openons.client.logging.Logs;
import io.openons.client.message.CorruptMessageException;
import io.openons.client.message.MessageDecoder;
import io.openons.client.message.MessageEncoder.Encoded;
import io.openons.client.rpc.Await;
import io.openons.client.rpc.Failures;
import io.openons.client.rpc.Rpc;
import io.openons.client.runtime.BoundedPool;
import io.openons.client.runtime.InProgress;
import io.openons.client.runtime.UserCode;
import io.openons.client.session.ClientCore;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.EndTransactionResponse;
import io.openons.proto.v2.Endpoints;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.Resource;
import io.openons.proto.v2.TransactionResolution;
import io.openons.proto.v2.TransactionSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Learns what became of local transactions, from the executer or from the checker, and reports it
 * to the server. Checkers have threads of their own, so that one that does not return holds up
 * neither callbacks of sends nor other producers.
 */
final class LocalTransactions {
  private static final Log log = Logs.of(LocalTransactions.class);

  /** Checks of one producer at the same time. */
  static final int CHECK_THREADS = 4;

  /** Checks that wait for a thread; the server repeats those that find no room. */
  static final int MOST_CHECKS_WAITING = 1_000;

  private final ClientCore core;
  private final Duration requestTimeout;
  private final Callbacks callbacks;
  private final InProgress inProgress;
  private final LocalTransactionChecker checker;
  private final BoundedPool checks;

  /** Transactions whose check waits for a thread or runs; the server's repetitions are ignored. */
  private final Set<String> checking = ConcurrentHashMap.newKeySet();

  /** Of messages whose executer runs: how their check was answered meanwhile. */
  private final Map<String, TransactionStatus> executing = new ConcurrentHashMap<>();

  private volatile boolean overloaded;
  private volatile boolean closed;

  /**
   * The transactions of a producer.
   *
   * @param inProgress counts each check until it has ended
   * @param checker null for producers without transactions
   */
  LocalTransactions(
      ClientConfig config,
      ClientCore core,
      Callbacks callbacks,
      InProgress inProgress,
      LocalTransactionChecker checker) {
    this.core = core;
    this.requestTimeout = config.requestTimeout();
    this.callbacks = callbacks;
    this.inProgress = inProgress;
    this.checker = checker;
    this.checks =
        checker == null
            ? null
            : new BoundedPool(
                "ons-check-" + config.group(),
                CHECK_THREADS,
                MOST_CHECKS_WAITING,
                core.timer(),
                "let the checker return, with Unknow as long as it does not know");
  }

  /**
   * Runs the local transaction of a half message that the server has, and reports the outcome.
   *
   * @throws ONSClientException when the message is not delivered, or not as the executer says
   */
  SendResult decide(Sent half, Encoded encoded, Callable<TransactionStatus> executer) {
    String id = half.result().getMessageId();
    executing.put(id, TransactionStatus.Unknow);
    try {
      TransactionStatus status = ask(id, executer);
      boolean decidedBefore = !tell(half, encoded, status);
      if (status == TransactionStatus.RollbackTransaction || decidedBefore) {
        refuse(encoded, status, decidedBefore, executing.get(id));
      }
      return half.result();
    } finally {
      executing.remove(id);
    }
  }

  /** Reports an executer's outcome; false when the server had decided the transaction before. */
  private boolean tell(Sent half, Encoded encoded, TransactionStatus status) {
    try {
      Await.get(
          end(
              half.to(),
              core.resource(encoded.topic()),
              half.result().getMessageId(),
              half.transactionId(),
              status,
              TransactionSource.SOURCE_CLIENT),
          requestTimeout.plus(Sends.GRACE),
          () ->
              new ONSClientException(
                  "no answer within " + requestTimeout, null, ErrorCode.NO_ANSWER_IN_TIME));
    } catch (ONSClientException failure) {
      if (failure.getErrorCode() == ErrorCode.INVALID_TRANSACTION_ID) {
        return false;
      }
      notTold(encoded.id(), failure);
    }
    return true;
  }

  /**
   * Throws when a message is not delivered, or is delivered against the executer's word.
   *
   * @param checked how this producer's checker has answered while the executer ran
   */
  private static void refuse(
      Encoded message, TransactionStatus status, boolean decidedBefore, TransactionStatus checked) {
    if (!decidedBefore) {
      throw dropped(message, "transaction rollback, as the executer said");
    }
    if (checked == TransactionStatus.RollbackTransaction) {
      throw dropped(
          message,
          "transaction rollback, as the checker answered while the executer still ran; the"
              + " executer's outcome, "
              + status
              + ", came too late. Let the checker answer Unknow as long as an executer runs, or"
              + " raise CheckImmunityTimeInSeconds");
    }
    if (checked != TransactionStatus.CommitTransaction) {
      throw dropped(
          message,
          "transaction rollback, or another decision that the server took before the executer"
              + " said "
              + status
              + ": another producer's checker answered, or the server gave the transaction up."
              + " Raise CheckImmunityTimeInSeconds");
    }
    if (status == TransactionStatus.RollbackTransaction) {
      throw new ONSClientException(
          name(message)
              + " was committed, as the checker answered while the executer still ran; the"
              + " executer's rollback came too late. Let the checker answer Unknow as long as an"
              + " executer runs",
          null,
          ErrorCode.INVALID_TRANSACTION_ID);
    }
  }

  private static ONSClientException dropped(Encoded message, String why) {
    return new ONSClientException(
        name(message) + " was dropped: " + why, null, ErrorCode.TRANSACTION_ROLLED_BACK);
  }

  private static String name(Encoded message) {
    return "message " + message.id() + " for topic " + message.topic();
  }

  /** The application's answer; null, and anything thrown, leaves the transaction open. */
  private TransactionStatus ask(String messageId, Callable<TransactionStatus> application) {
    TransactionStatus answer =
        callbacks.callHere(
            application,
            thrown -> {
              log.warn(
                  "the local transaction of message {} threw; the server will ask about it",
                  messageId,
                  thrown);
              return TransactionStatus.Unknow;
            });
    return answer == null ? TransactionStatus.Unknow : answer;
  }

  /** Lets the checker answer the server's question, soon. Does not block. */
  void check(Endpoints from, RecoverOrphanedTransactionCommand question) {
    if (checker == null) {
      log.debug("asked about a transaction that this producer does not know");
      return;
    }
    if (!checking.add(question.getTransactionId())) {
      return;
    }
    if (inProgress.begin()) {
      if (checks.offer(new Check(from, question))) {
        overloaded = false;
        return;
      }
      inProgress.end();
      if (!overloaded) {
        overloaded = true;
        log.warn(
            "{} transaction checks wait because checkers do not return; further ones are left to"
                + " the server, which repeats them",
            MOST_CHECKS_WAITING);
      }
    }
    checking.remove(question.getTransactionId());
  }

  /** A question of the server's. */
  private final class Check implements Runnable {
    private final Endpoints from;
    private final RecoverOrphanedTransactionCommand question;
    private final String id;

    private Check(Endpoints from, RecoverOrphanedTransactionCommand question) {
      this.from = from;
      this.question = question;
      this.id = question.getMessage().getSystemProperties().getMessageId();
    }

    @Override
    public void run() {
      try {
        if (!closed) {
          UserCode.run(this::answer, thrown -> log.error("{} threw", this, thrown));
        }
      } finally {
        checking.remove(question.getTransactionId());
        inProgress.end();
      }
    }

    private void answer() {
      Message half;
      try {
        half = MessageDecoder.decode(question.getMessage(), "");
      } catch (CorruptMessageException damaged) {
        log.error("the half message {} arrived damaged, its checker is not asked", id, damaged);
        return;
      }
      Consumer<TransactionStatus> answer = this::tell;
      if (checker instanceof LaterChecker later) {
        callbacks.callHere(
            () -> {
              later.check(half, answer);
              return null;
            },
            thrown -> {
              log.warn("{} threw; the server will ask again", this, thrown);
              return null;
            });
      } else {
        answer.accept(ask(id, () -> checker.check(half)));
      }
    }

    private void tell(TransactionStatus status) {
      if (status != TransactionStatus.Unknow) {
        executing.computeIfPresent(id, (message, before) -> status);
      }
      end(
              from,
              question.getMessage().getTopic(),
              id,
              question.getTransactionId(),
              status,
              TransactionSource.SOURCE_SERVER_CHECK)
          .exceptionally(failure -> notTold(id, Failures.unwrap(failure)));
    }

    @Override
    public String toString() {
      return "the checker for message "
          + id
          + " of topic "
          + question.getMessage().getTopic().getName();
    }
  }

  /** Reports a status to the server; does nothing when it is not known. */
  private CompletableFuture<EndTransactionResponse> end(
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
  private static EndTransactionResponse notTold(String messageId, ONSClientException why) {
    log.warn(
        "the outcome of the transaction of message {} could not be reported, the server will ask: {}",
        messageId,
        why.getMessage());
    return EndTransactionResponse.getDefaultInstance();
  }

  /** Takes no more checks, and drops those that wait; the server repeats them. */
  void close() {
    closed = true;
    if (checks != null) {
      checks.close();
    }
  }
}
