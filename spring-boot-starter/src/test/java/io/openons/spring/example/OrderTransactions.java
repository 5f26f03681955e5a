package io.openons.spring.example;

import com.aliyun.openservices.ons.api.Message;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionChecker;
import com.aliyun.openservices.ons.api.transaction.LocalTransactionExecuter;
import com.aliyun.openservices.ons.api.transaction.TransactionStatus;
import io.openons.spring.OnsTransactionListener;

/** Decides whether the message about an order is delivered. */
@OnsTransactionListener(group = "GID_order_transactions")
public class OrderTransactions implements LocalTransactionExecuter, LocalTransactionChecker {
  private final OrderTable table;

  public OrderTransactions(OrderTable table) {
    this.table = table;
  }

  /** The local transaction; what it throws leaves the decision to the check. */
  @Override
  public TransactionStatus execute(Message message, Object order) {
    table.insert((Order) order);
    return TransactionStatus.CommitTransaction;
  }

  /** The server asks when it did not hear the decision, also after a restart of this program. */
  @Override
  public TransactionStatus check(Message message) {
    return table.contains(message.getKey())
        ? TransactionStatus.CommitTransaction
        : TransactionStatus.RollbackTransaction;
  }
}
