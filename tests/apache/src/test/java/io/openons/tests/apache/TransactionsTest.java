package io.openons.tests.apache;

import static io.openons.proto.v2.MessageType.TRANSACTION;
import static io.openons.tests.apache.Apache.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Goal: a message of a transaction is seen when the transaction was committed, and only then.
 *
 * <p>Method: executers with each outcome; a checker that the real broker asks, which the cluster is
 * told to do after a second.
 *
 * <p>A failure means: messages of transactions that never happened, or none of those that did.
 */
@ExtendWith(ApacheExtension.class)
@Timeout(600)
class TransactionsTest {
  @Test
  void what_is_committed_comes_and_what_is_rolled_back_does_not(Apache apache) throws Exception {
    String topic = apache.topic(TRANSACTION);
    Inbox inbox = new Inbox();
    try (TransactionProducer producer =
            producer(apache, message -> TransactionStatus.RollbackTransaction);
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      ONSClientException dropped =
          catchThrowableOfType(
              ONSClientException.class,
              () -> decide(producer, topic, "dropped", TransactionStatus.RollbackTransaction));
      String id = decide(producer, topic, "kept", TransactionStatus.CommitTransaction);

      Message message = inbox.next();

      assertThat(dropped.getErrorCode()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
      assertThat(Texts.of(message)).isEqualTo("kept");
      assertThat(message.getMsgID()).isEqualTo(id);
    }
  }

  @Test
  void the_broker_asks_about_what_is_not_known_and_does_as_it_is_told(Apache apache)
      throws Exception {
    String topic = apache.topic(TRANSACTION);
    Inbox asked = new Inbox();
    Inbox inbox = new Inbox();
    LocalTransactionChecker checker =
        message -> {
          asked.consume(message, null);
          return Texts.of(message).equals("kept")
              ? TransactionStatus.CommitTransaction
              : TransactionStatus.RollbackTransaction;
        };
    try (TransactionProducer producer = producer(apache, checker);
        Consumer consumer = apache.consumer(apache.group(), topic, "*", inbox)) {
      assertThat(consumer.isStarted()).isTrue();
      String dropped = decide(producer, topic, "dropped", TransactionStatus.Unknow);
      String kept = decide(producer, topic, "kept", TransactionStatus.Unknow);

      assertThat(asked.next(2))
          .extracting(Message::getMsgID)
          .containsExactlyInAnyOrder(dropped, kept);
      assertThat(inbox.next().getMsgID()).isEqualTo(kept);
    }
  }

  private static TransactionProducer producer(Apache apache, LocalTransactionChecker checker) {
    return started(ONSFactory.createTransactionProducer(apache.properties(), checker));
  }

  private static String decide(
      TransactionProducer producer, String topic, String text, TransactionStatus status) {
    return producer
        .send(Texts.message(topic, text), (message, argument) -> status, null)
        .getMessageId();
  }
}
