package io.openons.client.producer;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import java.util.function.Consumer;

/** A checker that answers later, without holding a thread meanwhile. */
@FunctionalInterface
public interface LaterChecker extends LocalTransactionChecker {
  /**
   * Asks what became of a local transaction.
   *
   * @param answer takes the status, once; without an answer the server asks again
   */
  void check(Message message, Consumer<TransactionStatus> answer);

  /** Is not known yet. */
  @Override
  default TransactionStatus check(Message message) {
    return TransactionStatus.Unknow;
  }
}
