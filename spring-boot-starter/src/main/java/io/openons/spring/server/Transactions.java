package io.openons.spring.server;

import com.aliyun.openservices.ons.api.exception.ErrorCode;
import com.aliyun.openservices.ons.api.exception.ONSClientException;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;

/** The transactions of a group: the bean that decides them, and the producer that sends them. */
public final class Transactions {
  private final String name;
  private final LocalTransactionChecker listener;
  private final Slot<TransactionProducer> producer;

  Transactions(String name, LocalTransactionChecker listener, Slot<TransactionProducer> producer) {
    this.name = name;
    this.listener = listener;
    this.producer = producer;
  }

  Slot<TransactionProducer> slot() {
    return producer;
  }

  /** The producer, started. */
  public TransactionProducer producer() {
    return producer.get();
  }

  /**
   * Runs the local transactions of sends that bring none.
   *
   * @throws ONSClientException when the bean does not
   */
  public LocalTransactionExecuter executer() {
    if (listener instanceof LocalTransactionExecuter executer) {
      return executer;
    }
    throw new ONSClientException(
        "%s answers checks with %s, which is no LocalTransactionExecuter; implement it, or give one to the send"
            .formatted(name, listener.getClass().getName()),
        null,
        ErrorCode.INVALID_ARGUMENT);
  }
}
