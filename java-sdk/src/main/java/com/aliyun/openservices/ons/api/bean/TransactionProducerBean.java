package com.aliyun.openservices.ons.api.bean;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.ONSFactory;
import com.aliyun.openservices.ons.api.SendResult;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionProducer;
import java.util.Properties;

/** A {@link TransactionProducer} as a bean. */
public class TransactionProducerBean extends ClientBean<TransactionProducer>
    implements TransactionProducer {
  private LocalTransactionChecker localTransactionChecker;

  /** A bean without properties. */
  public TransactionProducerBean() {}

  @Override
  TransactionProducer make(Properties properties) {
    return ONSFactory.createTransactionProducer(
        properties, require(localTransactionChecker, "the property localTransactionChecker"));
  }

  @Override
  public SendResult send(Message message, LocalTransactionExecuter executer, Object arg) {
    return started().send(message, executer, arg);
  }

  /** The checker. */
  public LocalTransactionChecker getLocalTransactionChecker() {
    return localTransactionChecker;
  }

  /** Sets the checker; needed by {@link #start()}. */
  public void setLocalTransactionChecker(LocalTransactionChecker localTransactionChecker) {
    this.localTransactionChecker = localTransactionChecker;
  }
}
