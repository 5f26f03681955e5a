package io.openons.broker.core.admin;

import io.openons.broker.core.api.BrokerException;
import io.openons.broker.core.api.Page;
import io.openons.broker.core.api.PageRequest;
import io.openons.broker.core.api.Reason;
import io.openons.broker.core.message.TransactionId;
import io.openons.broker.core.send.OpenTransaction;
import io.openons.broker.core.send.Transactions;
import java.util.concurrent.CompletableFuture;

/** Operators look at transactions, and decide them. Safe on any thread. */
public final class TransactionAdmin {
  private final Transactions transactions;

  /** Makes the operators' side of the transactions. */
  public TransactionAdmin(Transactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Returns a page of the transactions that are not decided, the oldest first.
   *
   * @throws BrokerException when the cursor is not of this list
   */
  public Page<OpenTransaction> open(PageRequest request) {
    return transactions.list(request, false);
  }

  /**
   * Returns a page of the transactions whose producers were asked often enough without deciding
   * them, the oldest first.
   *
   * @throws BrokerException when the cursor is not of this list
   */
  public Page<OpenTransaction> setAside(PageRequest request) {
    return transactions.list(request, true);
  }

  /**
   * Decides a transaction by hand, in the place of its producer.
   *
   * @return completes when the decision is stored
   * @throws BrokerException with {@link Reason#INVALID_TRANSACTION_ID} when it is unknown or
   *     decided
   */
  public CompletableFuture<Void> decide(String id, boolean commit) {
    return transactions.end(TransactionId.parse(id), null, commit);
  }
}
