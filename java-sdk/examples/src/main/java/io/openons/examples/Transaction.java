package io.openons.examples;

import com.aliyun.openservices.ons.api.Action;
import com.aliyun.openservices.ons.api.Consumer;
import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.PropertyKeyConst;
import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends messages that are seen only when a local transaction was committed: one that commits, one
 * that rolls back, and one that does not know yet when it is sent, so that the server asks later.
 */
public final class Transaction {
  private static final String TOPIC = "example-transaction";

  /** Stands for the database of the application: what became of each order. */
  private static final Map<String, TransactionStatus> DATABASE = new ConcurrentHashMap<>();

  private Transaction() {}

  public static void main(String[] args) throws InterruptedException {
    Properties settings = Settings.of(args, "GID_example_transaction");
    // Nobody else sends with the group of a transaction producer: any of its members may be asked.
    Properties producing = Settings.of(args, "GID_example_transaction_producer");
    producing.setProperty(PropertyKeyConst.CheckImmunityTimeInSeconds, "1");
    Inbox inbox = new Inbox();
    try (Consumer consumer = ONSFactory.createConsumer(settings);
        TransactionProducer producer =
            ONSFactory.createTransactionProducer(producing, Transaction::check)) {
      consumer.subscribe(
          TOPIC,
          "*",
          (message, context) -> {
            inbox.add(message);
            return Action.CommitMessage;
          });
      consumer.start();
      producer.start();

      send(producer, "order-1", TransactionStatus.CommitTransaction);
      System.out.println("received: " + Run.text(inbox.next()));
      send(producer, "order-2", TransactionStatus.RollbackTransaction);
      send(producer, "order-3", TransactionStatus.Unknow);
      System.out.println("received: " + Run.text(inbox.next()));
    }
  }

  private static void send(TransactionProducer producer, String order, TransactionStatus outcome) {
    try {
      producer.send(Run.message(TOPIC, "order", order), Transaction::execute, outcome);
      System.out.println("sent: " + order + ", " + outcome);
    } catch (ONSClientException failure) {
      if (failure.getErrorCode() != ErrorCode.TRANSACTION_ROLLED_BACK) {
        throw failure;
      }
      System.out.println("not sent: " + order + ", rolled back");
    }
  }

  /** The local transaction; runs when the server has the message, which nobody sees yet. */
  private static TransactionStatus execute(Message message, Object outcome) {
    TransactionStatus status = (TransactionStatus) outcome;
    boolean late = status == TransactionStatus.Unknow;
    DATABASE.put(Run.text(message), late ? TransactionStatus.CommitTransaction : status);
    return status;
  }

  /** Asked by the server for what the executer left open, perhaps in another process. */
  private static TransactionStatus check(Message message) {
    TransactionStatus status =
        DATABASE.getOrDefault(Run.text(message), TransactionStatus.RollbackTransaction);
    if (Run.sent(message)) {
      System.out.println("asked about: " + Run.text(message) + ", " + status);
    }
    return status;
  }
}
