package io.openons.client.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.Producer;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.client.config.ClientKind;
import io.openons.client.config.ProducerConfig;
import io.openons.client.runtime.ClientRuntime;
import io.openons.client.testing.FakeServer;
import io.openons.client.testing.Seen;
import io.openons.client.testing.TestProperties;
import io.openons.client.testing.WireMessages;
import io.openons.proto.v2.Code;
import io.openons.proto.v2.EndTransactionRequest;
import io.openons.proto.v2.MessageType;
import io.openons.proto.v2.RecoverOrphanedTransactionCommand;
import io.openons.proto.v2.SendMessageRequest;
import io.openons.proto.v2.SendMessageResponse;
import io.openons.proto.v2.TelemetryCommand;
import io.openons.proto.v2.TransactionResolution;
import io.openons.proto.v2.TransactionSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Goal: the outcome of a local transaction reaches the server, and the caller learns when it did
 * not count.
 *
 * <p>Method: executers and checkers that commit, roll back, throw, and come too late, against a
 * scripted server.
 *
 * <p>A failure means: messages of failed transactions are delivered, or of good ones lost without
 * an error.
 */
class TransactionProducerTest {
  private final FakeServer server = new FakeServer();
  private final Seen<Message> checked = new Seen<>("check");
  private final TransactionProducer producer =
      ONSFactory.createTransactionProducer(
          TestProperties.of(server.address(), "CheckImmunityTimeInSeconds", "30"),
          message -> {
            checked.add(message);
            return switch (message.getMsgID()) {
              case "unknown" -> TransactionStatus.Unknow;
              case "null" -> null;
              case "exception" -> throw new IllegalStateException("from the checker");
              default -> this.answered;
            };
          });
  private volatile TransactionStatus answered = TransactionStatus.CommitTransaction;
  private FakeServer.TelemetryStream stream;
  private final Message message = new Message("T", "tag", new byte[] {1});

  @BeforeEach
  void start() {
    server.onSend = TransactionProducerTest::halfStored;
    producer.start();
    stream = server.telemetries.next();
  }

  @AfterEach
  void close() {
    producer.shutdown();
    server.close();
  }

  private static SendMessageResponse halfStored(SendMessageRequest request) {
    SendMessageResponse.Builder answer = FakeServer.stored(request).toBuilder();
    answer.getEntriesBuilder(0).setTransactionId("transaction-1");
    return answer.build();
  }

  @Test
  void a_half_message_is_sent_then_the_executer_runs_then_the_server_is_told() {
    Seen<Object> executed = new Seen<>("execution");

    SendResult result =
        producer.send(
            message,
            (half, arg) -> {
              assertThat(server.sends.size()).isEqualTo(1);
              assertThat(server.decisions.size()).isZero();
              executed.add(half.getMsgID() + arg);
              return TransactionStatus.CommitTransaction;
            },
            "-argument");

    assertThat(executed.next()).isEqualTo(result.getMessageId() + "-argument");
    var system = server.sends.next().getMessages(0).getSystemProperties();
    assertThat(system.getMessageType()).isEqualTo(MessageType.TRANSACTION);
    assertThat(system.getOrphanedTransactionRecoveryDuration())
        .isEqualTo(FakeServer.millis(30_000));
    EndTransactionRequest decision = server.decisions.next();
    assertThat(decision.getTransactionId()).isEqualTo("transaction-1");
    assertThat(decision.getMessageId()).isEqualTo(result.getMessageId());
    assertThat(decision.getTopic().getName()).isEqualTo("T");
    assertThat(decision.getResolution()).isEqualTo(TransactionResolution.COMMIT);
    assertThat(decision.getSource()).isEqualTo(TransactionSource.SOURCE_CLIENT);
  }

  @Test
  void a_rollback_is_told_to_the_server_and_to_the_caller() {
    assertThatThrownBy(
            () ->
                producer.send(message, (half, arg) -> TransactionStatus.RollbackTransaction, null))
        .hasMessageContaining("transaction rollback")
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK));

    assertThat(server.decisions.next().getResolution()).isEqualTo(TransactionResolution.ROLLBACK);
  }

  @Test
  @Tag("F-105")
  void unknown_null_and_exceptions_of_the_executer_decide_nothing() {
    producer.send(message, (half, arg) -> TransactionStatus.Unknow, null);
    producer.send(message, (half, arg) -> null, null);
    producer.send(
        message,
        (half, arg) -> {
          throw new IllegalStateException("from the executer");
        },
        null);

    assertThat(server.decisions.size()).isZero();
  }

  @Test
  @Tag("F-106")
  void without_an_executer_nothing_is_sent() {
    assertThatThrownBy(() -> producer.send(message, null, null))
        .isInstanceOf(ONSClientException.class);
    assertThat(server.sends.size()).isZero();
  }

  @Test
  void when_the_half_message_is_refused_the_executer_does_not_run() {
    server.onSend = request -> FakeServer.refused(Code.FORBIDDEN);

    assertThatThrownBy(
            () ->
                producer.send(
                    message,
                    (half, arg) -> {
                      throw new AssertionError("the executer ran");
                    },
                    null))
        .isInstanceOf(ONSClientException.class);
    assertThat(server.decisions.size()).isZero();
  }

  @Test
  void a_decision_that_does_not_arrive_is_left_to_the_check() {
    server.onDecision = request -> FakeServer.status(Code.INTERNAL_SERVER_ERROR);

    assertThat(producer.send(message, (half, arg) -> TransactionStatus.CommitTransaction, null))
        .isNotNull();
  }

  @Test
  void the_checker_answers_the_servers_question() {
    ask("id-1", "transaction-7");

    assertThat(checked.next().getMsgID()).isEqualTo("id-1");
    EndTransactionRequest decision = server.decisions.next();
    assertThat(decision.getTransactionId()).isEqualTo("transaction-7");
    assertThat(decision.getMessageId()).isEqualTo("id-1");
    assertThat(decision.getSource()).isEqualTo(TransactionSource.SOURCE_SERVER_CHECK);
    assertThat(decision.getResolution()).isEqualTo(TransactionResolution.COMMIT);
  }

  @Test
  void a_commit_that_comes_after_the_check_said_rollback_is_an_error() {
    server.onDecision =
        request ->
            request.getSource() == TransactionSource.SOURCE_CLIENT
                ? FakeServer.status(Code.INVALID_TRANSACTION_ID)
                : FakeServer.OK;

    assertThatThrownBy(
            () ->
                producer.send(
                    message,
                    (half, arg) -> {
                      answered = TransactionStatus.RollbackTransaction;
                      ask(half.getMsgID(), "transaction-1");
                      assertThat(server.decisions.next().getResolution())
                          .isEqualTo(TransactionResolution.ROLLBACK);
                      return TransactionStatus.CommitTransaction;
                    },
                    null))
        .hasMessageContainingAll("rollback, as the checker answered", "came too late")
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK));
  }

  @Test
  void a_commit_that_another_decision_came_before_is_an_error_that_says_so() {
    server.onDecision = request -> FakeServer.status(Code.INVALID_TRANSACTION_ID);

    assertThatThrownBy(
            () -> producer.send(message, (half, arg) -> TransactionStatus.CommitTransaction, null))
        .hasMessageContainingAll(
            "was dropped", "rollback, or another decision", "CheckImmunityTimeInSeconds")
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK));
  }

  @Test
  void executer_and_checker_that_agree_on_a_commit_are_both_right() {
    server.onDecision =
        request ->
            request.getSource() == TransactionSource.SOURCE_CLIENT
                ? FakeServer.status(Code.INVALID_TRANSACTION_ID)
                : FakeServer.OK;

    SendResult result =
        producer.send(
            message,
            (half, arg) -> {
              ask(half.getMsgID(), "transaction-1");
              server.decisions.next();
              return TransactionStatus.CommitTransaction;
            },
            null);

    assertThat(result.getMessageId()).isNotEmpty();
  }

  @Test
  void a_rollback_that_comes_after_the_check_said_commit_does_not_claim_that_nothing_was_sent() {
    server.onDecision =
        request ->
            request.getSource() == TransactionSource.SOURCE_CLIENT
                ? FakeServer.status(Code.INVALID_TRANSACTION_ID)
                : FakeServer.OK;

    assertThatThrownBy(
            () ->
                producer.send(
                    message,
                    (half, arg) -> {
                      ask(half.getMsgID(), "transaction-1");
                      server.decisions.next();
                      return TransactionStatus.RollbackTransaction;
                    },
                    null))
        .hasMessageContaining("was committed, as the checker answered")
        .isInstanceOfSatisfying(
            ONSClientException.class,
            error -> assertThat(error.getErrorCode()).isEqualTo(ErrorCode.INVALID_TRANSACTION_ID));
  }

  @Test
  void checkers_that_do_not_return_hold_up_neither_callbacks_nor_more_checks_than_their_threads()
      throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Seen<String> asked = new Seen<>("check");
    OnsTransactionProducer other =
        new OnsTransactionProducer(
            ProducerConfig.from(
                ClientKind.TRANSACTION_PRODUCER, TestProperties.of(server.address())),
            ClientRuntime::shared,
            half -> {
              asked.add(half.getMsgID());
              if (half.getMsgID().startsWith("stuck")) {
                await(stuck);
              }
              return TransactionStatus.CommitTransaction;
            });
    try (other;
        Producer sender = ONSFactory.createProducer(TestProperties.of(server.address()))) {
      other.start();
      stream = server.telemetries.next();
      server.onSend = FakeServer::stored;
      sender.start();
      for (int i = 0; i < LocalTransactions.CHECK_THREADS - 1; i++) {
        ask("stuck-" + i, "transaction-" + i);
        ask("stuck-" + i, "transaction-" + i);
      }
      asked.next(LocalTransactions.CHECK_THREADS - 1);

      ask("free", "transaction-free");
      assertThat(asked.next()).isEqualTo("free");
      assertThat(server.decisions.next().getMessageId()).isEqualTo("free");
      sender.sendAsync(new Message("T", "tag", new byte[] {1})).get(60, TimeUnit.SECONDS);
      assertThat(asked.size()).as("repeated questions wait for nothing").isZero();

      stuck.countDown();
      server.decisions.next(LocalTransactions.CHECK_THREADS - 1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void a_checker_that_does_not_know_says_nothing() {
    ask("unknown", "transaction-1");
    ask("null", "transaction-2");
    ask("exception", "transaction-3");
    checked.next(3);
    ask("known", "transaction-4");

    assertThat(server.decisions.next().getTransactionId()).isEqualTo("transaction-4");
  }

  @Test
  void a_checker_that_answers_later_holds_nobody_up_and_its_answer_counts_when_it_comes() {
    producer.shutdown();
    Seen<Consumer<TransactionStatus>> answers = new Seen<>("question");
    LaterChecker later = (asked, answer) -> answers.add(answer);
    OnsTransactionProducer patient =
        new OnsTransactionProducer(
            ProducerConfig.from(
                ClientKind.TRANSACTION_PRODUCER, TestProperties.of(server.address())),
            ClientRuntime::shared,
            later);
    patient.start();
    stream = server.telemetries.next();
    ask("id-1", "transaction-1");
    Consumer<TransactionStatus> first = answers.next();
    ask("id-2", "transaction-2");
    Consumer<TransactionStatus> second = answers.next();
    assertThat(server.decisions.size()).isZero();

    second.accept(TransactionStatus.CommitTransaction);
    assertThat(server.decisions.next().getTransactionId()).isEqualTo("transaction-2");
    first.accept(TransactionStatus.RollbackTransaction);

    assertThat(server.decisions.next().getResolution()).isEqualTo(TransactionResolution.ROLLBACK);
    patient.shutdown();
  }

  @Test
  void a_producer_without_a_checker_sends_and_leaves_questions_to_others() {
    producer.shutdown();
    TransactionProducer without =
        ONSFactory.createTransactionProducer(TestProperties.of(server.address()), null);
    without.start();
    stream = server.telemetries.next();
    ask("id-1", "transaction-of-another");

    without.send(message, (half, arg) -> TransactionStatus.CommitTransaction, null);

    assertThat(server.decisions.next().getTransactionId()).isEqualTo("transaction-1");
    without.shutdown();
    assertThat(server.decisions.size()).isZero();
  }

  private void ask(String messageId, String transactionId) {
    stream.send(
        TelemetryCommand.newBuilder()
            .setRecoverOrphanedTransactionCommand(
                RecoverOrphanedTransactionCommand.newBuilder()
                    .setMessage(WireMessages.message(messageId, 1, "body"))
                    .setTransactionId(transactionId))
            .build());
  }
}
