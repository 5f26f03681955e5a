package io.openons.tests.sdk;

import static io.openons.tests.sdk.SdkFixture.body;
import static io.openons.tests.sdk.SdkFixture.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.tests.sdk.SdkFixture.Seen;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Goal: a half message is seen after its commit and never after a rollback, and an open one is
 * decided by a check. Method: executers and checkers that decide, hesitate, fail and disappear,
 * against a broker that asks after a second. A failure means: somebody sees a payment that was
 * rolled back, or a commit is forgotten.
 */
class TransactionTest {
  @RegisterExtension static final SdkFixture sdk = new SdkFixture();
  private final Seen<Message> consumed = new Seen<>();
  private final Seen<Message> checked = new Seen<>();

  @BeforeEach
  void consume() {
    var consumer = ONSFactory.createConsumer(sdk.properties("GID_transactions"));
    consumer.subscribe(
        "Payments",
        "*",
        (message, context) -> {
          consumed.add(message);
          return Action.CommitMessage;
        });
    sdk.started(consumer);
  }

  private TransactionProducer producer(LocalTransactionChecker checker, String... properties) {
    return sdk.started(
        ONSFactory.createTransactionProducer(sdk.properties("GID_producer", properties), checker));
  }

  private TransactionStatus commitWhenAsked(Message message) {
    checked.add(message);
    return TransactionStatus.CommitTransaction;
  }

  @Test
  @Tag("F-100")
  @Tag("F-101")
  @Tag("F-104")
  void a_half_message_is_seen_after_its_commit_and_never_after_a_rollback() {
    TransactionProducer producer = producer(this::commitWhenAsked);

    assertThatThrownBy(
            () ->
                producer.send(
                    message("Payments", "dropped"),
                    (half, arg) -> TransactionStatus.RollbackTransaction,
                    null))
        .isInstanceOf(ONSClientException.class)
        .hasMessageContaining("rollback");
    SendResult result =
        producer.send(
            message("Payments", "kept"),
            (half, arg) -> {
              assertThat(consumed.size()).isZero();
              assertThat(arg).isEqualTo("argument");
              return TransactionStatus.CommitTransaction;
            },
            "argument");

    Message seen = consumed.next();
    assertThat(body(seen)).isEqualTo("kept");
    assertThat(seen.getMsgID()).isEqualTo(result.getMessageId());
    assertThat(checked.size()).isZero();
  }

  @Test
  @Tag("F-102")
  @Tag("F-105")
  void what_is_not_known_is_asked_for_again() {
    TransactionProducer producer = producer(this::commitWhenAsked);
    SendResult unknown =
        producer.send(
            message("Payments", "unknown"), (half, arg) -> TransactionStatus.Unknow, null);
    SendResult thrown =
        producer.send(
            message("Payments", "thrown"),
            (half, arg) -> {
              throw new IllegalStateException("from the executer");
            },
            null);

    assertThat(checked.next(2))
        .extracting(Message::getMsgID)
        .containsExactlyInAnyOrder(unknown.getMessageId(), thrown.getMessageId());
    assertThat(consumed.next(2))
        .extracting(SdkFixture::body)
        .containsExactlyInAnyOrder("unknown", "thrown");
  }

  @Test
  @Tag("F-102")
  void another_producer_of_the_topic_answers_for_one_that_is_gone() {
    TransactionProducer gone =
        producer(
            message -> {
              throw new IllegalStateException("gone");
            });
    TransactionProducer other = producer(this::commitWhenAsked);
    other.send(
        message("Payments", "first"), (half, arg) -> TransactionStatus.CommitTransaction, null);
    assertThat(body(consumed.next())).isEqualTo("first");
    gone.send(message("Payments", "orphan"), (half, arg) -> TransactionStatus.Unknow, null);
    gone.shutdown();

    assertThat(body(checked.next())).isEqualTo("orphan");
    assertThat(body(consumed.next())).isEqualTo("orphan");
  }

  @Test
  @Tag("F-103")
  void no_question_comes_before_the_immunity_time_is_over() {
    TransactionProducer producer =
        producer(this::commitWhenAsked, "CheckImmunityTimeInSeconds", "3");

    long sent = System.nanoTime();
    producer.send(message("Payments", "late"), (half, arg) -> TransactionStatus.Unknow, null);

    checked.next();
    assertThat(System.nanoTime() - sent).isGreaterThanOrEqualTo(TimeUnit.SECONDS.toNanos(3));
  }
}
